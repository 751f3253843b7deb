<?php

/*
 * The server module's own stock control, with its public interface. It writes a line to the activity log, which tells it
 * apart from the class that replaces it, and computes no quantity.
 */

declare(strict_types=1);

namespace WHMCS\Module\Server\VirtFusionDirect;

use WHMCS\Database\Capsule;

class StockControl
{
    public function __construct(private ?Module $module = null)
    {
        $this->module = $module ?? new Module();
    }

    /** @return array<int, int|null> */
    public function recalculateAll(): array
    {
        logActivity('host stock control: all');
        $ids = Capsule::table('tblproducts')->where('servertype', 'VirtFusionDirect')->pluck('id')->all();

        return array_fill_keys($ids, null);
    }

    public function recalculateForProduct(int $productId): ?int
    {
        logActivity("host stock control: product {$productId}");

        return null;
    }
}
