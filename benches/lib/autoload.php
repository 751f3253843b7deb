<?php

declare(strict_types=1);

require_once dirname(__DIR__, 2) . '/tests/doubles/whmcs/Shop.php';
require_once dirname(__DIR__, 2) . '/tests/php/processes/Fpm.php';

spl_autoload_register(static function (string $class): void {
    $folders = [
        'VirtFusionBench\\' => __DIR__,
        'VirtFusionReference\\' => dirname(__DIR__) . '/reference',
        'VirtFusionStockTests\\' => dirname(__DIR__, 2) . '/tests/php/addon/support',
    ];
    foreach ($folders as $prefix => $folder) {
        if (str_starts_with($class, $prefix)) {
            require_once "{$folder}/" . substr($class, strlen($prefix)) . '.php';
        }
    }
});
