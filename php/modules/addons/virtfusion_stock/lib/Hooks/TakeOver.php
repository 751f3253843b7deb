<?php

/*
 * Provides the host module's class StockControl ahead of the host's own, for exactly that name, also where the extension is missing: two
 * writers with two rules never run side by side. It registers itself only while the addon is active, and not if the class exists.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class TakeOver
{
    private const CLASS_NAME = 'WHMCS\Module\Server\VirtFusionDirect\StockControl';

    public function register(): void
    {
        if (!class_exists(self::CLASS_NAME, false)) {
            spl_autoload_register($this->load(...), true, true);
        }
    }

    private function load(string $class): void
    {
        if (strcasecmp($class, self::CLASS_NAME) === 0) {
            require_once dirname(__DIR__) . '/host/StockControl.php';
        }
    }
}
