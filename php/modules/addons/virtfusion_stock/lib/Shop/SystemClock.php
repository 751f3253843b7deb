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
        usleep(max(0, (int) ($seconds * 1e6)));
    }
}
