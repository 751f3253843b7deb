<?php

/*
 * What one more order of each product of a group takes off every product there: "sell one of this, and the others fall by". A cell
 * that the stored reports do not answer stays open.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Report\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Matrix
{
    /** The most products in it. */
    private const PRODUCTS = 40;

    /** The most hypervisors that are looked at, over all its cells: the page must not take long. */
    private const STEPS = 8000;

    /**
     * @param list<int> $products
     * @param array<int, array<int, array{int, int}|null>> $losses at least and at most, by the sold product and the one that falls; null: the
     *     reports do not say
     */
    private function __construct(
        public readonly array $products,
        /** How many products of the group are left out. */
        public readonly int $further,
        public readonly array $losses,
    ) {
    }

    /** How many products fit in a matrix of a group with this many hypervisors. */
    public static function most(int $hypervisors): int
    {
        return (int) min(self::PRODUCTS, max(2, floor(sqrt(self::STEPS / max(1, $hypervisors)))));
    }

    /**
     * @param list<int> $products those that come first are kept
     * @param array<int, Report> $reports of the group, by product id
     * @param int $all how many products the group has
     */
    public static function of(array $products, array $reports, int $all): self
    {
        $losses = [];
        $fallers = [];
        foreach ($products as $faller) {
            $fallers[$faller] = isset($reports[$faller]) ? Loss::of($reports[$faller]) : null;
        }
        foreach ($products as $sold) {
            foreach ($fallers as $faller => $loss) {
                $losses[$sold][$faller] = isset($reports[$sold]) ? $loss?->ofSelling($reports[$sold]) : null;
            }
        }

        return new self($products, $all - count($products), $losses);
    }

    /** Whether a cell is not known. */
    public function hasOpen(): bool
    {
        return $this->has(static fn (?array $loss): bool => $loss === null);
    }

    /** Whether a cell is a bound. */
    public function hasBounds(): bool
    {
        return $this->has(static fn (?array $loss): bool => $loss !== null && $loss[0] !== $loss[1]);
    }

    /** @param callable(array{int, int}|null): bool $is */
    private function has(callable $is): bool
    {
        foreach ($this->losses as $row) {
            if (array_filter($row, $is) !== []) {
                return true;
            }
        }

        return false;
    }
}
