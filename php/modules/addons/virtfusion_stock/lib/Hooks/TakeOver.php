<?php

/*
 * Provides the host module's class StockControl ahead of the host's own, for exactly that name. It registers itself only while the
 * addon is active, and not if the extension is missing or the class exists.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class TakeOver
{
    private const CLASS_NAME = 'WHMCS\Module\Server\VirtFusionDirect\StockControl';

    public function register(): void
    {
        if (Extension::loaded() && !class_exists(self::CLASS_NAME, false)) {
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
