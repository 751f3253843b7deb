<?php

/*
 * Makes the extension ask the panels again. A panel that cannot be used is passed over here; the sweep reports it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class CacheInvalidation
{
    public function __construct(private Panels $panels)
    {
    }

    /**
     * Forgets the hypervisor groups that these products can be placed in: capacity has moved there.
     *
     * @param array<int, Product> $products
     */
    public function groupsOf(array $products): void
    {
        $this->forget($products, false);
    }

    /**
     * Forgets everything that the quantities of these products depend on.
     *
     * @param array<int, Product> $products
     */
    public function everythingOf(array $products): void
    {
        $this->forget($products, true);
    }

    /** @param array<int, Product> $products */
    private function forget(array $products, bool $packagesToo): void
    {
        $groups = [];
        $packages = [];
        foreach ($products as $product) {
            $panel = $this->panels->for($product)?->id;
            if ($panel === null) {
                continue;
            }
            foreach ($product->groups() as $group) {
                $groups[$panel][$group] = $group;
            }
            foreach ($packagesToo ? $product->packages() : [] as $package) {
                $packages[$panel][$package] = $package;
            }
        }
        foreach ($this->panels->all() as $id => $panel) {
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
