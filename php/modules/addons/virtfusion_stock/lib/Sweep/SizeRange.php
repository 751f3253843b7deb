<?php

/*
 * Products that can be ordered in several sizes: which row the published quantity is for, and the quantity at the other end of the
 * sizes. A product of one size has one row, and nothing is asked for it here.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Closure;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Options;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/** @phpstan-import-type Row from Product */
final class SizeRange
{
    /** Ids of further rows of a product: its own one plus a multiple of this. No product's id reaches it. */
    private const FURTHER = 1 << 40;

    /**
     * @param list<Row> $rows one for each product
     * @param array<int, int|null> $others by product id
     */
    private function __construct(public readonly array $rows, private array $others)
    {
    }

    /**
     * @param array<int, Product> $products by id
     * @param array<int, Row> $published the row of each product for the size that is published, by id
     * @param string $end the size that is published, Options::SMALLEST or Options::LARGEST
     * @param Closure(list<Row>): array<int, int|null> $quantities of rows, by their id
     */
    public static function of(array $products, array $published, string $buffer, string $end, Closure $quantities): self
    {
        $largest = [];
        $asked = [];
        foreach ($products as $id => $product) {
            if (!$product->options->differInSize()) {
                continue;
            }
            foreach ($product->largestRows($buffer) as $n => $row) {
                $row['id'] += ($n + 1) * self::FURTHER;
                $largest[$id][] = $row['id'];
                $asked[$row['id']] = $row;
            }
            if ($end === Options::LARGEST) {
                $asked[$id] = $product->row($buffer, Options::SMALLEST);
            }
        }
        $found = $asked === [] ? [] : $quantities(array_values($asked));
        $rows = [];
        $others = [];
        foreach (array_keys($products) as $id) {
            $scarcest = isset($largest[$id]) ? self::scarcest(array_intersect_key($found, array_flip($largest[$id]))) : null;
            if ($scarcest === null) {
                $rows[] = $published[$id];
            } elseif ($end === Options::LARGEST) {
                $rows[] = ['id' => $id] + $asked[$scarcest];
                $others[$id] = $found[$id] ?? null;
            } else {
                $rows[] = $published[$id];
                $others[$id] = $found[$scarcest];
            }
        }

        return new self($rows, $others);
    }

    /** The quantity at the other end of the sizes; null if there is one size only, or it is not known. */
    public function other(int $product): ?int
    {
        return $this->others[$product] ?? null;
    }

    /**
     * @param array<int, int|null> $quantities by id of the row
     * @return int|null the row that fits least: one that is not known, unless another fits not at all
     */
    private static function scarcest(array $quantities): ?int
    {
        asort($quantities);
        $zero = array_search(0, $quantities, true);

        return $zero !== false ? $zero : array_key_first($quantities);
    }
}
