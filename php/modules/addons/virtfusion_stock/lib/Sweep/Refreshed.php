<?php

/*
 * Remembers within one request which products were refreshed, so that the addon's cart hook and the host module's do not ask the
 * panel twice for the same product.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

final class Refreshed
{
    /** @var array<int, int|null> quantity by product id; null if it is not known */
    private array $byPage = [];

    /** @var array<int, true> */
    private array $byHost = [];

    public function byPage(int $product, ?int $quantity): void
    {
        $this->byPage[$product] = $quantity;
    }

    public function wasByPage(int $product): bool
    {
        return array_key_exists($product, $this->byPage);
    }

    /** What the page's refresh found; null if it is not known. */
    public function quantity(int $product): ?int
    {
        return $this->byPage[$product] ?? null;
    }

    public function byHost(int $product): void
    {
        $this->byHost[$product] = true;
    }

    public function wasByHost(int $product): bool
    {
        return isset($this->byHost[$product]);
    }
}
