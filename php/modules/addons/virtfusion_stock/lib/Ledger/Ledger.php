<?php

/*
 * Reads mod_virtfusion_stock: for each product the last known quantity and since when, the last attempt and its reason, and the last
 * report that gave a quantity, in full and as a summary. A large report is in mod_virtfusion_stock_report. Writer writes both tables.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Ledger;

use Illuminate\Database\Query\Builder;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Ledger
{
    /** All but the summary and the report, which are large. */
    private const COLUMNS = [
        'ledger.product_id', 'quantity', 'known_at', 'previous_quantity', 'changed_at', 'attempted_at', 'reason', 'error',
        'cause', 'failures', 'failing_since', 'ledger.state', 'report_apart', 'other_quantity',
        'reports.state as report_state',
    ];

    /** What CartSnapshot selects for an Entry, and how the table joins a product. */
    public const SNAPSHOT_COLUMNS = 'ledger.product_id, ledger.quantity, ledger.known_at, ledger.reason, ledger.failures, ledger.state';
    public const SNAPSHOT_JOIN = ' LEFT JOIN ' . Tables::LEDGER . ' ledger ON ledger.product_id = tblproducts.id';

    /** Seconds for which an entry need not be confirmed: a cart page that finds nothing new writes nothing. */
    private const FRESH = 60;

    public function __construct(private Database $database, private Tables $tables, private Clock $clock)
    {
    }

    /**
     * The entries of these products, without their summaries. An entry whose large report is missing, or does not belong to it, has
     * no state, so that the report is made again.
     *
     * @param list<int> $products
     * @return array<int, Entry> by product id
     */
    public function read(array $products): array
    {
        return $this->tables->repaired(function () use ($products): array {
            $query = $this->table();
            if (count($products) <= 500) {
                $query->whereIntegerInRaw('ledger.product_id', $products);
            }

            return self::entries($this->database->rows($query, self::COLUMNS));
        });
    }

    /**
     * Every product's entry with its summary, for people to read.
     *
     * @return array<int, Entry> by product id
     */
    public function all(): array
    {
        return $this->tables->repaired(fn (): array => self::entries(
            $this->table()->get([...self::COLUMNS, 'summary'])->all(),
        ));
    }

    /** A product's entry with its summary. */
    public function one(int $product): ?Entry
    {
        $row = $this->tables->repaired(fn (): ?object => $this->table()
            ->where('ledger.product_id', $product)->first([...self::COLUMNS, 'summary']));

        return $row === null ? null : self::entry($row);
    }

    /** A product's report; null if there is none that this version can read. */
    public function report(int $product): ?Report
    {
        $row = $this->tables->repaired(fn (): ?object => $this->table()->where('ledger.product_id', $product)
            ->first(['report_apart', 'ledger.report', 'reports.report as report_there']));
        $json = $row === null ? null : ((int) $row->report_apart === 1 ? $row->report_there : $row->report);

        return is_string($json) ? Report::read($json) : null;
    }

    /**
     * The part of these products' reports about one group.
     *
     * @param list<int> $products
     * @return array<int, Report> by product id; without those that this version cannot read
     */
    public function reportsOf(array $products, int $group): array
    {
        $rows = $this->tables->repaired(fn (): array => $this->database->rows(
            $this->table()->whereIntegerInRaw('ledger.product_id', $products),
            ['ledger.product_id', 'report_apart', 'ledger.report', 'reports.report as report_there'],
        ));
        $reports = [];
        foreach ($rows as $row) {
            $report = Report::readGroup((int) $row->report_apart === 1 ? $row->report_there : $row->report, $group);
            if ($report !== null) {
                $reports[(int) $row->product_id] = $report;
            }
        }

        return $reports;
    }

    /**
     * The states of the stored reports. After a failed attempt there is none: the report is made again.
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

    /** Whether the entry says what the reading says, and is fresh. */
    public function holds(?Entry $entry, Reading $reading): bool
    {
        return $entry !== null && $entry->knownAt !== null && abs($this->clock->now() - $entry->knownAt) < self::FRESH
            && $entry->says($reading);
    }

    /**
     * Records one attempt for each reading.
     *
     * @param array<int, Reading> $readings by product id
     * @param array<int, Entry> $before the entries of these products as they are
     */
    public function record(array $readings, array $before): void
    {
        (new Writer($this->database, $this->tables, $this->clock))->record($readings, $before);
    }

    /**
     * Marks that a product's quantity is to be looked at. Recording an attempt removes the mark. A product without an entry needs no
     * mark: it was never looked at.
     */
    public function owe(int $product): void
    {
        $this->tables->repaired(fn (): int => $this->database->update(
            $this->database->table(Tables::LEDGER)->where('product_id', $product)->whereNull('owed_at'),
            ['owed_at' => Moment::text($this->clock->now())],
        ));
    }

    /**
     * Whether a product is marked, or was never looked at. One that could not be read the last time is looked at again by its own
     * schedule, however many pages show it.
     *
     * @param Builder $products those that count
     */
    public function isOwed(Builder $products): bool
    {
        return $this->tables->repaired(static fn (): bool => $products
            ->leftJoin(Tables::LEDGER . ' as ledger', 'ledger.product_id', '=', 'tblproducts.id')
            ->where(static function (Builder $query): void {
                $query->whereNull('ledger.product_id')->orWhere(static function (Builder $query): void {
                    $query->whereNotNull('ledger.owed_at')->whereNull('ledger.failing_since');
                });
            })
            ->exists());
    }

    /**
     * Whether at most this many are left of a product that could be read the last time.
     *
     * @param Builder $products those that count
     */
    public function hasFew(Builder $products, int $most): bool
    {
        return $this->tables->repaired(static fn (): bool => $products
            ->join(Tables::LEDGER . ' as ledger', 'ledger.product_id', '=', 'tblproducts.id')
            ->whereNull('ledger.failing_since')
            ->where('tblproducts.qty', '<=', $most)
            ->exists());
    }

    /** Removes the mark of a product that was looked at with nothing new to record. */
    public function settle(int $product): void
    {
        $this->database->update(
            $this->database->table(Tables::LEDGER)->where('product_id', $product)->whereNotNull('owed_at'),
            ['owed_at' => null],
        );
    }

    private function table(): Builder
    {
        return $this->database->table(Tables::LEDGER . ' as ledger')
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
        // Compared in PHP: the two columns may have collations that the database refuses to compare.
        if ((int) $row->report_apart === 1 && $row->report_state !== $row->state) {
            $row->state = null;
        }

        return Entry::of($row);
    }
}
