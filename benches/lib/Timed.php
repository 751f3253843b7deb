<?php

/*
 * One measured call: its time in milliseconds, and its results.
 */

declare(strict_types=1);

namespace VirtFusionBench;

final class Timed
{
    /** @param array<int, int|null> $quantities by product id */
    public function __construct(
        public readonly float $milliseconds,
        public readonly array $quantities,
        public readonly int $queries,
    ) {
    }
}
