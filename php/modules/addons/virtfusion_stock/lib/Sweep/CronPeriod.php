<?php

/*
 * How often WHMCS's cron really runs, as its runs have shown: a quantity cannot be newer than that, whatever interval the addon is set to.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class CronPeriod
{
    private bool $isRead = false;
    private ?int $seconds = null;

    public function __construct(private StateRow $row, private Clock $clock)
    {
    }

    /**
     * Notes a run of the cron. A longer gap than before counts at once, a shorter one by half: somebody may have run the cron by hand.
     */
    public function note(): void
    {
        $now = $this->clock->now();
        $gap = "{$now} - cron_at";
        $this->row->change([
            // Before cron_at: MySQL assigns in this order.
            'cron_period' => $this->row->raw("CASE WHEN cron_at IS NULL OR cron_at >= {$now} THEN cron_period"
                . " WHEN cron_period IS NULL OR {$gap} >= cron_period THEN {$gap} ELSE (cron_period + {$gap}) / 2 END"),
            'cron_at' => $now,
        ]);
    }

    /** @return int|null null if two runs have not been seen yet */
    public function seconds(): ?int
    {
        if (!$this->isRead) {
            $period = $this->row->read(['cron_period'])['cron_period'] ?? null;
            $this->seconds = is_numeric($period) ? (int) $period : null;
            $this->isRead = true;
        }

        return $this->seconds;
    }
}
