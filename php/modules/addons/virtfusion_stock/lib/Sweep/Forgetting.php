<?php

/*
 * What the engine remembers of panels, and how it is made to ask them anew. A panel that cannot be used is passed over:
 * the sweep says what is wrong with it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Product;

final class Forgetting
{
    /**
     * Forgets the groups that these products can be placed in: capacity has moved there.
     *
     * @param array<int, Product> $products
     */
    public static function groupsOf(array $products): void
    {
        self::forget($products, false);
    }

    /**
     * Forgets all that the quantities of these products depend on: somebody wants to see what the panel says now.
     *
     * @param array<int, Product> $products
     */
    public static function everythingOf(array $products): void
    {
        self::forget($products, true);
    }

    /** @param array<int, Product> $products */
    private static function forget(array $products, bool $packagesToo): void
    {
        $panels = Panels::load();
        $groups = [];
        $packages = [];
        foreach ($products as $product) {
            $panel = $panels->for($product)?->id;
            if ($panel === null) {
                continue;
            }
            foreach ($product->groups() as $group) {
                $groups[$panel][$group] = $group;
            }
            $package = $packagesToo ? $product->package() : null;
            if ($package !== null) {
                $packages[$panel][$package] = $package;
            }
        }
        foreach ($panels->all() as $id => $panel) {
            try {
                foreach ($groups[$id] ?? [] as $group) {
                    $panel->module()->forgetGroupResources($group);
                }
                foreach ($packages[$id] ?? [] as $package) {
                    $panel->module()->forgetPackage($package);
                }
            } catch (Throwable) {
                continue;
            }
        }
    }
}
