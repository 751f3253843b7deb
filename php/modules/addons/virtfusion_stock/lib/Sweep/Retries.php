<?php

/*
 * When a product whose quantity could not be found out is looked at again: 5 minutes after the first failure, then 10, 20 … minutes
 * later, up to the interval at which the cron looks at all products anyway.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Retries
{
    private const FIRST = 300;

    /** Seconds by which a moment comes early: the cron starts at full minutes, and the failure was noticed a little after one. */
    private const EARLY = 30;

    /**
     * @param int $now seconds since the epoch
     * @param int $interval seconds between two sweeps of the cron
     */
    public function __construct(private int $now, private int $interval)
    {
    }

    /**
     * @param int $since seconds since the epoch: the first failure in a row
     * @return int|null the next moment; null when the cron's interval is shorter than the wait
     */
    public function next(int $since): ?int
    {
        $moment = $since - self::EARLY;
        for ($wait = self::FIRST; $wait <= $this->interval; $wait *= 2) {
            $moment += $wait;
            if ($moment > $this->now) {
                return $moment;
            }
        }

        return null;
    }

    /**
     * @param array<int, Reading> $readings
     * @param array<int, Entry> $before the ledger before these readings
     * @return int|null the earliest moment of those that are not known
     */
    public function first(array $readings, array $before): ?int
    {
        $first = null;
        foreach ($readings as $id => $reading) {
            $next = $reading->known() ? null : $this->next(($before[$id] ?? null)?->failingSince ?? $this->now);
            $first = $next === null ? $first : min($next, $first ?? $next);
        }

        return $first;
    }
}
