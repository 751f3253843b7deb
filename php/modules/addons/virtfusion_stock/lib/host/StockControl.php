<?php

/*
 * The host module's stock control with this addon behind it, for the host's own hooks and admin action. The public interface is the
 * host's. No method throws, and nothing of the host is used.
 */

declare(strict_types=1);

namespace WHMCS\Module\Server\VirtFusionDirect;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

final class StockControl
{
    private ?Shop $shop = null;

    /** @param mixed $module the host's panel client, which is not used */
    public function __construct($module = null)
    {
    }

    /** @return array<int, int|null> quantity by product id, null if it is not known; empty if another sweep runs, or if a hook asks, whose
     * request does it after its response */
    public function recalculateAll(): array
    {
        try {
            if ($this->shop()->afterResponse()->isBegun()) {
                $this->shop()->afterResponse()->recalculate('host module');

                return [];
            }

            return (new Sweep($this->shop()))->all('host module')->quantities();
        } catch (Throwable $failure) {
            $this->shop()->journal()->failure('the recalculation', $failure);

            return [];
        }
    }

    /** @return int|null the quantity; null if it is not known, or the product is not stock-controlled */
    public function recalculateForProduct(int $productId): ?int
    {
        try {
            if ($this->shop()->afterResponse()->isBegun()) {
                $this->shop()->afterResponse()->refresh($productId);

                return null;
            }
            $outcome = (new Sweep($this->shop()))->one($productId);
            if (!$outcome->started) {
                $this->shop()->pendingSweep()->oweBlocked();
            }

            return $outcome->quantities()[$productId] ?? null;
        } catch (Throwable $failure) {
            $this->shop()->journal()->failure("the recalculation of product #{$productId}", $failure);

            return null;
        }
    }

    /** Not taken in the constructor, which tests of the host module pass over. */
    private function shop(): Shop
    {
        return $this->shop ??= Shop::ofRequest();
    }
}
