<?php

/*
 * One order that is not built yet, as a product's page shows it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class OrderLine
{
    public function __construct(
        public readonly int $service,
        public readonly int $order,
        public readonly int $product,
        public readonly string $productName,
        /** Seconds since the epoch. */
        public readonly int $orderedAt,
        public readonly bool $isPaid,
        public readonly string $size,
        /** What it takes off the product's quantity; null if the last reading does not say. */
        public readonly ?int $costs,
        /** Why it is not built, if an admin has to look at it. */
        public readonly ?string $problem,
        /** When it ends, if that is soon. */
        public readonly ?string $end,
    ) {
    }
}
