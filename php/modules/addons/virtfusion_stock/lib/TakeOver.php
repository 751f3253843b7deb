<?php

/*
 * Provides the host module's class StockControl ahead of the host's own, for exactly that name. It is only
 * registered while the addon is active, and steps aside when the extension is not there or the class exists.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class TakeOver
{
    private const CLASS_NAME = 'WHMCS\Module\Server\VirtFusionDirect\StockControl';

    public static function register(): void
    {
        if (!Extension::loaded() || class_exists(self::CLASS_NAME, false)) {
            return;
        }
        spl_autoload_register([self::class, 'load'], true, true);
    }

    public static function load(string $class): void
    {
        if (strcasecmp($class, self::CLASS_NAME) === 0) {
            require_once __DIR__ . '/host/StockControl.php';
        }
    }
}
