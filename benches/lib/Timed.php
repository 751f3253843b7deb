<?php

/*
 * One measured call: how long it took, in milliseconds, and what came of it.
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
