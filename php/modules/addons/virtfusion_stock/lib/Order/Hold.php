<?php

/*
 * One service that is sold and not built yet: its order, how long it holds, and what its server will take. Times are seconds since the
 * epoch.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Order;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/** @phpstan-import-type Hold from Sizing as HoldArray */
final class Hold
{
    /**
     * @param int $order 0 if it has none
     * @param int|null $panel the one that answers for its product; null if none does
     * @param HoldArray $size
     */
    public function __construct(
        public readonly int $service,
        public readonly int $order,
        public readonly int $product,
        public readonly string $productName,
        public readonly ?int $panel,
        public readonly int $orderedAt,
        public readonly bool $isPaid,
        public readonly int $endsAt,
        public readonly array $size,
    ) {
    }

    /** Whether its order names what the panel needs. Whether the package exists is the panel's to say. */
    public function isComplete(): bool
    {
        return $this->size['package'] !== null && $this->size['group'] !== null;
    }
}
