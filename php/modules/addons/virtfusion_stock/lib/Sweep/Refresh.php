<?php

/*
 * Refreshes one product for a page that shows it: at most once in a minute over all processes, and within the cart deadline,
 * because a visitor waits.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

final class Refresh
{
    /** Seconds between two refreshes of a product. */
    private const PERIOD = 60;

    public function __construct(private Shop $shop)
    {
    }

    /** For the addon's own cart hook. */
    public function forPage(int $product): void
    {
        $limit = "cart:{$product}";
        if ($this->shop->refreshed()->wasByHost($product) || !$this->shop->limits()->acquire($limit, self::PERIOD)) {
            return;
        }
        $this->shop->refreshed()->byPage($product, null);
        $outcome = (new Sweep($this->shop))->one($product);
        if ($outcome->readings !== []) {
            $this->shop->refreshed()->byPage($product, $outcome->quantities()[$product] ?? null);
        } else {
            // A sweep runs, or it is not a stock-controlled product: visitors must not fill the store with limits.
            $this->shop->limits()->release($limit);
        }
    }

    /**
     * For the host module, which calls it from its own cart hook.
     *
     * @return int|null null if the quantity is not known
     */
    public function forHost(int $product): ?int
    {
        $refreshed = $this->shop->refreshed();
        if ($refreshed->wasByPage($product)) {
            return $refreshed->quantity($product);
        }
        $refreshed->byHost($product);
        $outcome = (new Sweep($this->shop))->one($product);
        if (!$outcome->started) {
            $this->shop->pendingSweep()->oweBlocked();
        }

        return $outcome->quantities()[$product] ?? null;
    }
}
