<?php

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    $prefix = 'VirtFusionReference\\';
    if (str_starts_with($class, $prefix)) {
        require_once __DIR__ . '/' . substr($class, strlen($prefix)) . '.php';
    }
});
