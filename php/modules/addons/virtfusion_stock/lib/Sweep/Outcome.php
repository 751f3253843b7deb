<?php

/*
 * The result of a sweep: one reading for each product, or that it could not start.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Outcome
{
    /** @param array<int, Reading> $readings */
    private function __construct(
        public readonly bool $started,
        public readonly array $readings,
        /** When products that are not known are looked at again, in seconds since the epoch; null at the cron's next interval. */
        public readonly ?int $retryAt,
    ) {
    }

    /** @param array<int, Reading> $readings by product id */
    public static function of(array $readings, ?int $retryAt = null): self
    {
        return new self(true, $readings, $retryAt);
    }

    /** Another sweep is running. */
    public static function blocked(): self
    {
        return new self(false, [], null);
    }

    /** @return array<int, int|null> published quantity by product id; null if not known */
    public function quantities(): array
    {
        return array_map(static fn (Reading $reading): ?int => $reading->quantity, $this->readings);
    }
}
