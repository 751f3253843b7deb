<?php

/*
 * The host module's stock control with this engine behind it, for the host's own hooks and admin action. The
 * public interface is the host's; nothing is thrown and nothing of the host is used.
 */

declare(strict_types=1);

namespace WHMCS\Module\Server\VirtFusionDirect;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Cart;
use WHMCS\Module\Addon\VirtfusionStock\Journal;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

final class StockControl
{
    /** @param mixed $module the host's panel client, which is not needed here */
    public function __construct($module = null)
    {
    }

    /** @return array<int, int|null> product id => quantity, null when it is not known; empty when another runs */
    public function recalculateAll(): array
    {
        try {
            return Sweep::all('host module')->quantities();
        } catch (Throwable $failure) {
            Journal::failure('the recalculation', $failure);

            return [];
        }
    }

    /** @return int|null the quantity; null when it is not known, or the product is not stock-controlled */
    public function recalculateForProduct(int $productId): ?int
    {
        try {
            return Cart::recalculate($productId);
        } catch (Throwable $failure) {
            Journal::failure("the recalculation of product #{$productId}", $failure);

            return null;
        }
    }
}
