<?php

/*
 * The machine's clock.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class SystemClock implements Clock
{
    public function now(): int
    {
        return time();
    }

    public function moment(): float
    {
        return microtime(true);
    }

    public function elapsed(): float
    {
        return hrtime(true) / 1e9;
    }

    public function sleep(float $seconds): void
    {
        // Where both are disabled, whoever waits asks without a pause.
        if (function_exists('usleep')) {
            usleep(max(0, (int) ($seconds * 1e6)));
        } elseif (function_exists('sleep')) {
            sleep(max(0, (int) ceil($seconds)));
        }
    }
}
