<?php

/*
 * All that a cart page needs to see whether there is anything to do, from one query: one product with its locations and its ledger
 * entry, the settings, the servers, and whether a sweep is running. It takes no lock and writes nothing. Each table's part of the
 * query comes from the class that knows the table.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\QueryException;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Options;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Products;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class CartSnapshot
{
    /**
     * @param Entry|null $entry as far as Ledger::states() and Ledger::holds() read it
     * @param Settings $settings those that a refresh depends on; the others have their defaults
     */
    private function __construct(
        public readonly Product $product,
        public readonly ?Entry $entry,
        public readonly bool $isFree,
        public readonly Settings $settings,
        public readonly Panels $panels,
    ) {
    }

    /** @return self|null null if it is not a stock-controlled product */
    public static function of(Shop $shop, int $product): ?self
    {
        $labels = $shop->hostModule()->labels();
        $rest = ' AS is_free, ' . Settings::refreshColumns() . ', '
            . Products::snapshotColumns() . ', ' . Ledger::SNAPSHOT_COLUMNS . ', ' . Panels::snapshotColumns()
            . ' FROM ' . Products::snapshotTables(count($labels)) . Ledger::SNAPSHOT_JOIN . Panels::SNAPSHOT_JOIN
            . ' WHERE ' . Products::snapshotCondition();
        $values = [...array_values($labels), $product];
        $read = static fn (): array => $shop->database->select('SELECT ' . ($shop->lock()->freeExpression() ?? '1') . $rest, $values);
        $rows = $shop->tables()->repaired(static function () use ($shop, $read): array {
            try {
                return $read();
            } catch (QueryException $failure) {
                // A database that refuses its locks is asked without them.
                return $shop->lock()->refuses() ? $read() : throw $failure;
            }
        });
        if ($rows === []) {
            return null;
        }
        $first = $rows[0];

        return new self(
            Product::of($first, Options::of($rows, $labels)),
            $first->product_id === null ? null : Entry::of($first),
            !is_numeric($first->is_free) || (int) $first->is_free === 1,
            Settings::ofRefresh($first),
            Panels::of($rows),
        );
    }
}
