<?php

declare(strict_types=1);

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

use WHMCS\Module\Server\VirtFusionDirect\Module;
use WHMCS\Module\Server\VirtFusionDirect\StockControl;

foreach (['AfterModuleCreate', 'AfterModuleTerminate'] as $point) {
    add_hook($point, 5, static function (array $vars): void {
        if (($vars['params']['moduletype'] ?? '') === 'VirtFusionDirect') {
            (new StockControl(new Module()))->recalculateAll();
        }
    });
}

add_hook('ClientAreaPageCart', 5, static function (array $vars): void {
    $product = (int) ($vars['pid'] ?? 0);
    if ($product > 0) {
        (new StockControl())->recalculateForProduct($product);
    }
});
