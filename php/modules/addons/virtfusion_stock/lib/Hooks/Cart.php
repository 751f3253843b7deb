<?php

/*
 * The cart page hook: refreshes the product that the page shows, after the page is sent. It never throws.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Cart
{
    public function __construct(private Shop $shop)
    {
    }

    /** @param mixed $vars the page's template variables */
    public function page(mixed $vars): void
    {
        try {
            $product = is_array($vars) ? self::product($vars) : null;
            if ($product !== null && Extension::loaded()) {
                $this->shop->afterResponse()->refresh($product);
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('refreshing a product for the cart', $failure);
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
