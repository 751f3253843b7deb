<?php

/*
 * The products that the admin page and the widget list. Three queries, however many products there are; no report is read
 * for it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Products;
use WHMCS\Module\Addon\VirtfusionStock\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

final class Overview
{
    /** @param list<ProductLine> $products those that need attention first */
    private function __construct(public readonly array $products)
    {
    }

    public static function load(Words $words, Settings $settings): self
    {
        $ledger = Ledger::all();
        $products = [];
        foreach (Products::controlled() as $id => $product) {
            $products[] = ProductLine::of($words, $settings, $product, $ledger[$id] ?? null);
        }
        usort($products, static fn (ProductLine $one, ProductLine $two): int => $one->rank() <=> $two->rank());

        return new self($products);
    }

    /** One product; null when it is no stock-controlled one. */
    public static function one(Words $words, Settings $settings, int $id): ?ProductLine
    {
        $product = Products::controlledOne($id)[$id] ?? null;

        return $product === null ? null : ProductLine::of($words, $settings, $product, Ledger::one($id));
    }

    /** @return list<ProductLine> */
    public function leftAlone(): array
    {
        return array_values(array_filter($this->products, static fn (ProductLine $line): bool => $line->isLeftAlone()));
    }

    /** @return list<ProductLine> */
    public function soldOut(): array
    {
        return array_values(array_filter($this->products, static fn (ProductLine $line): bool => $line->isSoldOut()));
    }

    /** How many need attention. */
    public function attention(): int
    {
        return count(array_filter($this->products, static fn (ProductLine $line): bool => $line->attention));
    }
}
