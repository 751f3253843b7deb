<?php

/*
 * Which sweeps were requested and which of these are done, at the moment of reading.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class SweepState
{
    public function __construct(
        /** Counts requests. */
        public readonly int $requested,
        /** The request up to which all are done. */
        public readonly int $settled,
        /** Counts requests that could not start because another sweep ran. */
        public readonly int $blocked,
        /** When the last full sweep ended, in seconds since the epoch; null if there was none. */
        public readonly ?int $sweptAt,
        /** From when on the next sweep is due, in seconds since the epoch; null if no moment is known. */
        public readonly ?int $dueAt = null,
        /** The first planned look that no sweep has served, in seconds since the epoch; null if there is none. */
        public readonly ?int $lookAt = null,
        /** When a panel's capacity last moved, in seconds since the epoch; null if that is not known. */
        public readonly ?float $movedAt = null,
    ) {
    }

    public function isOwed(): bool
    {
        return $this->requested > $this->settled;
    }

    /**
     * @param int $now seconds since the epoch
     * @param int $interval seconds between two sweeps
     */
    public function isDue(int $now, int $interval): bool
    {
        $isDue = $this->dueAt !== null && $now >= $this->dueAt;

        return $isDue || $this->isOwed() || $this->sweptAt === null || $this->sweptAt > $now || $now - $this->sweptAt >= $interval;
    }
}
