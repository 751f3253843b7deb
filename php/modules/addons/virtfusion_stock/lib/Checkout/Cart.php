<?php

/*
 * The lines of a cart, as WHMCS keeps them in the session: products with their chosen options. What is not as it should be counts as not
 * chosen; lines of other modules are left out.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Checkout;

use WHMCS\Module\Addon\VirtfusionStock\Order\Sizing;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Option;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Cart
{
    /** Copies of one line that are looked at. */
    private const COPIES = 500;

    /** @param array<array-key, Line> $lines by their key in the session, in the cart's order */
    private function __construct(public readonly array $lines)
    {
    }

    /** @param array<array-key, mixed> $products the session's */
    public static function read(Shop $shop, array $products): self
    {
        $ids = [];
        foreach ($products as $product) {
            $id = is_array($product) ? self::number($product['pid'] ?? null) : 0;
            if ($id > 0) {
                $ids[$id] = $id;
            }
        }
        $known = $shop->products()->among(array_values($ids));
        $labels = $known === [] ? [] : $shop->hostModule()->labels();
        $lines = [];
        $number = 0;
        foreach ($products as $key => $product) {
            $number++;
            $of = is_array($product) ? $known[self::number($product['pid'] ?? null)] ?? null : null;
            if ($of !== null && is_array($product)) {
                $copies = $of->isOrderedOneByOne ? self::number($product['qty'] ?? 1) : 1;
                $chosen = is_array($product['configoptions'] ?? null) ? $product['configoptions'] : [];
                $copies = max(1, min(self::COPIES, $copies));
                $lines[$key] = new Line($number, $of, $copies, $labels, self::chosen($of, $labels, $chosen));
            }
        }

        return new self($lines);
    }

    /** Whether there is a line that may be refused. */
    public function hasControlled(): bool
    {
        foreach ($this->lines as $line) {
            if ($line->product->isControlled) {
                return true;
            }
        }

        return false;
    }

    /**
     * @param array<string, string> $labels
     * @param array<array-key, mixed> $configoptions option id => id of the sub-option, or a number
     * @return array<array-key, string> value by the option's label
     */
    public static function chosen(Product $product, array $labels, array $configoptions): array
    {
        $chosen = [];
        foreach ($product->options->all as $id => $option) {
            $value = self::value($option, $configoptions[$id] ?? null);
            if ($value !== null) {
                $chosen[$labels[$option->key] ?? ''] = $value;
            }
        }

        return $chosen;
    }

    /** @return string|null null if nothing is chosen that the option has */
    private static function value(Option $option, mixed $chosen): ?string
    {
        if (!is_scalar($chosen)) {
            return null;
        }
        if ($option->isCounted()) {
            return Sizing::chosen($option->type, null, is_bool($chosen) ? (int) $chosen : $chosen);
        }
        $choice = $option->choice(self::number($chosen));

        return $choice === null ? null : Sizing::chosen($option->type, $choice->name, null);
    }

    /** @return int 0 if it is not a whole number above 0 */
    private static function number(mixed $value): int
    {
        $isNumber = (is_int($value) || is_string($value)) && preg_match('/^\d{1,15}$/D', (string) $value) === 1;

        return $isNumber ? (int) $value : 0;
    }
}
