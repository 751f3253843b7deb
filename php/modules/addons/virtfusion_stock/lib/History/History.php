<?php

/*
 * Reads mod_virtfusion_stock_history, whose primary key is product and time: what was known of a product is one range of it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class History
{
    /** Days of which every row is kept. */
    public const DAYS = 90;

    /** The most rows that are read of one product, the latest ones: a page must not run out of memory. */
    private const MOST = 15_000;

    /** Cron intervals after which the last reading says nothing about now. */
    private const STALE = 3;

    private const COLUMNS = ['product_id', 'at', 'fits', 'held', 'published', 'reason', 'limited_by', 'preview'];

    public function __construct(private Database $database, private Tables $tables)
    {
    }

    /** Seconds without a reading after which nothing counts as known. */
    public static function staleAfter(Settings $settings): int
    {
        return self::STALE * $settings->whole('cron_interval');
    }

    /**
     * What was known of a product since then, and what was known at that moment.
     *
     * @param int $since seconds since the epoch
     * @return list<Sample> the oldest first; the first one may be older
     */
    public function of(int $product, int $since): array
    {
        $from = Moment::text($since);

        return $this->tables->repaired(function () use ($product, $from): array {
            $table = fn () => $this->database->table(Tables::HISTORY)->where('product_id', $product)->orderBy('at', 'desc');
            $rows = $this->database->rows($table()->where('at', '>=', $from)->limit(self::MOST), self::COLUMNS);
            if (count($rows) < self::MOST) {
                array_push($rows, ...$this->database->rows($table()->where('at', '<', $from)->limit(1), self::COLUMNS));
            }

            return array_map(Sample::ofRow(...), array_reverse($rows));
        });
    }

    /**
     * The last sample of each of these products.
     *
     * @param list<int> $products
     * @return array<int, Sample> by product id
     */
    public function last(array $products): array
    {
        $latest = $this->database->table(Tables::HISTORY)->whereIntegerInRaw('product_id', $products)->groupBy('product_id')
            ->select(['product_id', $this->database->connection()->raw('MAX(at) AS latest')]);
        $query = $this->database->table(Tables::HISTORY . ' as history')
            ->joinSub($latest, 'ends', 'ends.product_id', '=', 'history.product_id')->whereRaw('ends.latest = history.at');
        $columns = array_map(static fn (string $column): string => "history.{$column}", self::COLUMNS);
        $samples = [];
        foreach ($this->tables->repaired(fn (): array => $this->database->rows($query, $columns)) as $row) {
            $samples[(int) $row->product_id] = Sample::ofRow($row);
        }

        return $samples;
    }

    /**
     * When each product's history begins and ends: the index has it, without reading the rows.
     *
     * @return array<int, array{earliest: string, latest: string}> DATETIMEs by product id
     */
    public function extents(): array
    {
        $extents = [];
        $rows = $this->tables->repaired(fn (): array => $this->database->rows(
            $this->database->table(Tables::HISTORY)->groupBy('product_id'),
            ['product_id', 'MIN(at) AS earliest', 'MAX(at) AS latest'],
        ));
        foreach ($rows as $row) {
            $extents[(int) $row->product_id] = ['earliest' => (string) $row->earliest, 'latest' => (string) $row->latest];
        }

        return $extents;
    }
}
