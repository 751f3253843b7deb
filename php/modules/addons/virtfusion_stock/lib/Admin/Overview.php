<?php

/*
 * The products that the admin page and the widget list, read with three queries however many products there are. No full report is
 * read.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Overview
{
    /** @param list<ProductLine> $products those that need attention first */
    private function __construct(public readonly array $products)
    {
    }

    public static function load(Words $words, Shop $shop): self
    {
        $ledger = $shop->ledger()->all();
        $products = [];
        foreach ($shop->products()->controlled() as $id => $product) {
            $products[] = ProductLine::of($words, $shop, $product, $ledger[$id] ?? null);
        }
        usort($products, static fn (ProductLine $one, ProductLine $two): int => $one->rank() <=> $two->rank());

        return new self($products);
    }

    /** @return ProductLine|null null if it is not a stock-controlled product */
    public static function one(Words $words, Shop $shop, int $id): ?ProductLine
    {
        $product = $shop->products()->controlledOne($id)[$id] ?? null;

        return $product === null ? null : ProductLine::of($words, $shop, $product, $shop->ledger()->one($id));
    }

    /** @return list<ProductLine> */
    public function notUpdated(): array
    {
        return array_values(array_filter($this->products, static fn (ProductLine $line): bool => $line->isNotUpdated()));
    }

    /** @return list<ProductLine> */
    public function soldOut(): array
    {
        return array_values(array_filter($this->products, static fn (ProductLine $line): bool => $line->isSoldOut()));
    }

    /** How many orders no hypervisor has room for. */
    public function withoutRoom(): int
    {
        return count(array_unique(array_merge(...array_map(static fn (ProductLine $line): array => $line->withoutRoom, $this->products))));
    }

    /** How many need attention. */
    public function attention(): int
    {
        return count(array_filter($this->products, static fn (ProductLine $line): bool => $line->attention));
    }
}
