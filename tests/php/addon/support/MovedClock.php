<?php

/*
 * The machine's clock, moved by some seconds.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;

final class MovedClock implements Clock
{
    public function __construct(private int $seconds)
    {
    }

    public function now(): int
    {
        return time() + $this->seconds;
    }

    /** Not moved: the extension's clock is not either. */
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
        usleep((int) ($seconds * 1e6));
    }
}
