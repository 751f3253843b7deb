<?php

/*
 * The cart page of one product: refreshed at most once in a minute, and within a deadline, because a visitor
 * waits for it. When the host module has a cart hook of its own that asks for the same product in the same
 * request, the panel is not waited for a second time.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Throwable;
use VirtFusionDirect\RateLimit;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Coalescing;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\SharedLimit;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

final class Cart
{
    /** Seconds between two refreshes of a product. */
    private const PERIOD = 60;

    /** @var array<int, int|null> what this request's page hook found, by product id */
    private static array $shown = [];

    /** @var array<int, true> products that were recalculated for the host module in this request */
    private static array $recalculated = [];

    /** @param mixed $vars the cart page's template variables */
    public static function page($vars): void
    {
        try {
            $product = is_array($vars) ? self::product($vars) : null;
            if ($product === null || !Extension::loaded() || isset(self::$recalculated[$product])) {
                return;
            }
            self::refresh($product);
        } catch (Throwable $failure) {
            Journal::failure('refreshing a product for the cart', $failure);
        }
    }

    /** Recalculates a product for the host module, which calls this from its own cart hook. */
    public static function recalculate(int $product): ?int
    {
        if (array_key_exists($product, self::$shown)) {
            return self::$shown[$product];
        }
        self::$recalculated[$product] = true;
        $outcome = Sweep::one($product);
        if (!$outcome->started) {
            Coalescing::oweBlocked();
        }

        return $outcome->quantities()[$product] ?? null;
    }

    private static function refresh(int $product): void
    {
        $key = SharedLimit::key("cart:{$product}");
        if (!RateLimit::acquire($key, self::PERIOD)) {
            return;
        }
        self::$shown[$product] = null;
        $outcome = Sweep::one($product);
        if ($outcome->readings !== []) {
            self::$shown[$product] = $outcome->quantities()[$product] ?? null;
        } else {
            // Another was running, or it is no product of ours: visitors must not fill the store with limits.
            RateLimit::release($key);
        }
    }

    /** @param array<mixed> $vars */
    private static function product(array $vars): ?int
    {
        $info = is_array($vars['productinfo'] ?? null) ? $vars['productinfo'] : [];
        foreach ([$vars['pid'] ?? null, $vars['productid'] ?? null, $info['pid'] ?? null] as $id) {
            if ((is_int($id) || is_string($id)) && preg_match('/^\d+$/D', (string) $id) === 1 && (int) $id > 0) {
                return (int) $id;
            }
        }

        return null;
    }
}
