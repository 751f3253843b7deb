<?php

/*
 * The time that the check of one cart may take. A wait for a lock does not count: it has a limit of its own.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Checkout;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Budget
{
    /** A visitor waits for the check: what is cached is found in a fraction of it, and a panel that is slow is not waited for. */
    private const SECONDS = 0.2;

    private float $until;

    public function __construct(private Clock $clock)
    {
        $this->until = $clock->elapsed() + self::SECONDS;
    }

    /** Seconds that are left, 0 when there are none. */
    public function left(): float
    {
        return max(0.0, $this->until - $this->clock->elapsed());
    }

    /**
     * Calls a function whose time does not count.
     *
     * @template T
     * @param callable(): T $wait
     * @return T
     */
    public function without(callable $wait): mixed
    {
        $began = $this->clock->elapsed();
        try {
            return $wait();
        } finally {
            $this->until += $this->clock->elapsed() - $began;
        }
    }
}
