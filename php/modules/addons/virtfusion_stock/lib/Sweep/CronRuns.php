<?php

/*
 * How often WHMCS's cron runs, from the times of its last runs. Nothing is newer than the cron makes it, so no warning about age comes
 * before two of its periods have passed.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class CronRuns
{
    /** The most runs that are kept. */
    private const KEPT = 8;

    /** Seconds between two runs below which the second one is not the schedule's: cron has no shorter period than a minute. */
    private const SHORTEST = 30;

    /** Periods for which nothing counts as old. */
    private const PERIODS = 2;

    /** @var list<int>|null in seconds since the epoch, the oldest first; null if not read yet */
    private ?array $runs = null;

    public function __construct(private StateRow $row, private Clock $clock)
    {
    }

    /** Notes that the cron has just run. */
    public function note(): void
    {
        $now = $this->clock->now();
        $runs = $this->read();
        $last = end($runs);
        // A run in the future comes from a clock that was wrong.
        if ($last !== false && $last > $now) {
            $runs = [];
        } elseif ($last !== false && $now - $last < self::SHORTEST) {
            return;
        }
        $this->runs = array_slice([...$runs, $now], -self::KEPT);
        $this->row->change(['cron_runs' => json_encode($this->runs)]);
    }

    /** @return int|null seconds between two runs: the middle one of the last gaps; null if fewer than two runs were seen */
    public function period(): ?int
    {
        $runs = $this->read();
        $gaps = [];
        foreach (array_slice($runs, 1) as $n => $run) {
            $gaps[] = $run - $runs[$n];
        }
        sort($gaps);

        return $gaps === [] ? null : $gaps[intdiv(count($gaps), 2)];
    }

    /** @return int seconds for which nothing counts as old; 0 if no period was observed */
    public function patience(): int
    {
        return self::PERIODS * (int) $this->period();
    }

    /** @return list<int> */
    private function read(): array
    {
        if ($this->runs !== null) {
            return $this->runs;
        }
        $stored = $this->row->read(['cron_runs'])['cron_runs'] ?? null;
        $runs = is_string($stored) ? json_decode($stored, true) : null;

        return $this->runs = is_array($runs) ? array_values(array_filter($runs, 'is_int')) : [];
    }
}
