<?php

/*
 * mod_virtfusion_stock: per product the last known quantity and since when, the last attempt and its reason, and the last
 * report that gave a quantity, whole and as a summary; a large one lies in mod_virtfusion_stock_report. What stands there is
 * read here; Writer keeps it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Ledger;

use Illuminate\Database\Query\Builder;
use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Exchange;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;
use WHMCS\Module\Addon\VirtfusionStock\Tables;

final class Ledger
{
    /** All but the summary and the report, which are large. */
    private const COLUMNS = [
        'ledger.product_id', 'quantity', 'known_at', 'previous_quantity', 'changed_at', 'attempted_at', 'reason', 'error',
        'cause', 'failures', 'failing_since', 'ledger.state', 'report_apart', 'reports.state as report_state',
    ];

    /** Seconds for which what is on record need not be confirmed: a cart page that finds nothing new writes nothing. */
    private const FRESH = 300;

    /**
     * The entries of these products, without the summary. One whose report lies apart and is missing there, or is not the one
     * that it was written with, has no state: its report is made anew.
     *
     * @param list<int> $products
     * @return array<int, Entry> by product id
     */
    public static function read(array $products): array
    {
        return Tables::mended(static function () use ($products): array {
            $query = self::table();
            if (count($products) <= 500) {
                $query->whereIntegerInRaw('ledger.product_id', $products);
            }

            return self::entries(Exchange::once(static fn (): array => $query->get(self::COLUMNS)->all()));
        });
    }

    /**
     * Every product's entry with its summary, for people to read.
     *
     * @return array<int, Entry> by product id
     */
    public static function all(): array
    {
        return Tables::mended(static fn (): array => self::entries(
            self::table()->get([...self::COLUMNS, 'summary'])->all(),
        ));
    }

    /** A product's entry with its summary. */
    public static function one(int $product): ?Entry
    {
        $row = Tables::mended(static fn (): ?object => self::table()
            ->where('ledger.product_id', $product)->first([...self::COLUMNS, 'summary']));

        return $row === null ? null : self::entry($row);
    }

    /** A product's report; null when there is none that this version reads. */
    public static function report(int $product): ?Report
    {
        $row = Tables::mended(static fn (): ?object => self::table()->where('ledger.product_id', $product)
            ->first(['report_apart', 'ledger.report', 'reports.report as report_there']));
        $json = $row === null ? null : ((int) $row->report_apart === 1 ? $row->report_there : $row->report);

        return is_string($json) ? Report::read($json) : null;
    }

    /**
     * The states of the reports that are on record. After a failed attempt a report is made anew.
     *
     * @param array<int, Entry> $entries
     * @return array<int, string> by product id
     */
    public static function states(array $entries): array
    {
        $states = [];
        foreach ($entries as $product => $entry) {
            if ($entry->failures === 0 && $entry->state !== null) {
                $states[$product] = $entry->state;
            }
        }

        return $states;
    }

    /** Whether the entry says what the reading says, and said so lately. */
    public static function holds(?Entry $entry, Reading $reading): bool
    {
        return $entry !== null && $entry->knownAt !== null && abs(time() - $entry->knownAt) < self::FRESH
            && $entry->says($reading);
    }

    private static function table(): Builder
    {
        return Capsule::table(Tables::LEDGER . ' as ledger')
            ->leftJoin(Tables::REPORTS . ' as reports', 'reports.product_id', '=', 'ledger.product_id');
    }

    /**
     * @param array<array-key, mixed> $rows
     * @return array<int, Entry> by product id
     */
    private static function entries(array $rows): array
    {
        $entries = [];
        foreach ($rows as $row) {
            if (is_object($row)) {
                $entry = self::entry($row);
                $entries[$entry->product] = $entry;
            }
        }

        return $entries;
    }

    /** @param object $row of table() */
    private static function entry(object $row): Entry
    {
        // Compared here: the columns of two tables may have collations that a database does not compare.
        if ((int) $row->report_apart === 1 && $row->report_state !== $row->state) {
            $row->state = null;
        }

        return Entry::of($row);
    }
}
