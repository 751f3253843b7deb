<?php

/*
 * Metrics of each stock-controlled product. A number that is not known now has no sample.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Metrics;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class ProductMetrics
{
    public function __construct(private Clock $clock)
    {
    }

    /**
     * @param array<int, Product> $products by id
     * @param array<int, Entry> $entries with their summaries, by product
     * @return list<Family>
     */
    public function of(array $products, array $entries): array
    {
        $published = Family::gauge('virtfusion_stock_product_published', 'Servers that the shop offers.');
        $fits = Family::gauge('virtfusion_stock_product_fits', 'Servers that fit without the orders that are not built yet.');
        $held = Family::gauge('virtfusion_stock_product_held', 'Servers that orders which are not built yet take off.');
        $unknown = Family::gauge('virtfusion_stock_product_unknown', '1 if the last recalculation could not compute the product, else 0.');
        $age = Family::gauge('virtfusion_stock_product_age_seconds', 'Time since the product was last computed.', 'seconds');
        foreach ($products as $id => $product) {
            $labels = ['product' => $id, 'name' => Text::line($product->name, 120)];
            $entry = $entries[$id] ?? null;
            $isKnown = $entry !== null && $entry->failures === 0 && $entry->knownAt !== null;
            $published->add($labels, $product->quantity);
            $unknown->add($labels, $isKnown ? 0 : 1);
            if ($isKnown) {
                $fits->add($labels, $entry->summary?->fits);
                $held->add($labels, $entry->summary?->held);
            }
            $knownAt = $entry?->knownAt;
            $age->add($labels, $knownAt === null ? null : max(0, $this->clock->now() - $knownAt));
        }

        return [$published, $fits, $held, $unknown, $age];
    }
}
