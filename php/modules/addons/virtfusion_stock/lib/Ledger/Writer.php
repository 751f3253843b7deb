<?php

/*
 * Keeps the ledger and its large reports: one attempt for each reading. An attempt that failed must not take away what was known
 * before. Times are UTC.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Ledger;

use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Exchange;
use WHMCS\Module\Addon\VirtfusionStock\Report\Digest;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;
use WHMCS\Module\Addon\VirtfusionStock\Tables;

final class Writer
{
    private const COLUMNS = [
        'product_id', 'quantity', 'known_at', 'previous_quantity', 'changed_at', 'attempted_at', 'reason', 'error',
        'cause', 'failures', 'failing_since', 'state', 'summary', 'report', 'report_apart',
    ];

    /** Bytes of a report that lies in its row; what has more lies apart. */
    private const REPORT_BYTES = 16_000;

    /** Bytes of values in one statement: below the smallest max_allowed_packet in use, 4 MB. */
    private const STATEMENT_BYTES = 3_000_000;

    /** Rows in one statement: SQLite takes 999 values in its older versions. */
    private const STATEMENT_ROWS = 60;

    /**
     * Records one attempt for each reading.
     *
     * @param array<int, Reading> $readings
     * @param array<int, Entry> $before the entries of those products as they are
     */
    public static function record(array $readings, array $before): void
    {
        $now = gmdate('Y-m-d H:i:s');
        $rows = [];
        $failed = [];
        $confirmed = [];
        $corrected = [];
        foreach ($readings as $id => $reading) {
            $entry = $before[$id] ?? null;
            if ($entry !== null && !$reading->known()) {
                $failed[] = $reading;
            } elseif ($entry?->says($reading)) {
                $confirmed[] = $id;
            } elseif ($entry !== null && $reading->report === null) {
                $corrected[] = self::row($reading, $entry, $now);
            } else {
                $rows[] = self::row($reading, $entry, $now);
            }
        }
        Tables::mended(static function () use ($rows, $failed, $confirmed, $corrected, $now): void {
            self::replace($rows);
            self::confirm($confirmed, $now);
            self::correct($corrected);
            foreach (array_chunk($failed, self::rowsPerStatement()) as $chunk) {
                self::fail($chunk, $now);
            }
        });
    }

    /** @param list<int> $products */
    private static function confirm(array $products, string $now): void
    {
        if ($products !== []) {
            Exchange::once(static fn (): int => Capsule::table(Tables::LEDGER)
                ->whereIntegerInRaw('product_id', $products)
                ->update(['known_at' => $now, 'attempted_at' => $now]));
        }
    }

    /**
     * Rows that do not say what the report beside them says: somebody has changed them.
     *
     * @param list<array<string, mixed>> $rows
     */
    private static function correct(array $rows): void
    {
        foreach ($rows as $row) {
            $row = array_diff_key($row, ['report' => 1, 'report_apart' => 1, 'summary' => 1, 'apart' => 1, 'was_apart' => 1]);
            Capsule::table(Tables::LEDGER)->where('product_id', $row['product_id'])->update($row);
        }
    }

    /**
     * Whole rows, for readings that are known and for products that have no row yet. `apart` has the report when it is a
     * large one, and `was_apart` tells whether the one before was.
     *
     * @return array<string, mixed>
     */
    private static function row(Reading $reading, ?Entry $before, string $now): array
    {
        $known = $reading->known();
        $changed = $known && $before?->quantity !== $reading->quantity;
        $report = $reading->report === null ? null : self::json(Digest::report($reading->report));
        $isApart = $report !== null && strlen($report) > self::REPORT_BYTES;

        return [
            'product_id' => $reading->product,
            'quantity' => $known ? $reading->quantity : $before?->quantity,
            'known_at' => $known ? $now : self::moment($before?->knownAt),
            'previous_quantity' => $changed ? $before?->quantity : $before?->previous,
            'changed_at' => $changed ? $now : self::moment($before?->changedAt),
            'attempted_at' => $now,
            'reason' => $reading->reason,
            'error' => $reading->error,
            'cause' => $reading->cause,
            'failures' => $known ? 0 : (int) $before?->failures + 1,
            'failing_since' => $known ? null : self::moment($before?->failingSince) ?? $now,
            'state' => $reading->recordedState(),
            'summary' => $reading->report === null ? null : self::json(Digest::summary($reading->report)),
            'report' => $isApart ? null : $report,
            'report_apart' => (int) $isApart,
            'apart' => $isApart ? $report : null,
            'was_apart' => $before !== null && $before->isReportApart,
        ];
    }

    private static function moment(?int $seconds): ?string
    {
        return $seconds === null ? null : gmdate('Y-m-d H:i:s', $seconds);
    }

    /** @param array<string, mixed> $report */
    private static function json(array $report): ?string
    {
        $json = json_encode($report, JSON_INVALID_UTF8_SUBSTITUTE | JSON_PRESERVE_ZERO_FRACTION);

        return $json === false ? null : $json;
    }

    /**
     * REPLACE because MariaDB and SQLite both know it; every row is written whole.
     *
     * @param list<array<string, mixed>> $rows
     */
    private static function replace(array $rows): void
    {
        if ($rows === []) {
            return;
        }
        $chunk = [];
        $bytes = 0;
        foreach ($rows as $row) {
            $size = 300;
            foreach (['report', 'apart', 'summary'] as $large) {
                $size += strlen((string) $row[$large]);
            }
            $isFull = count($chunk) === self::rowsPerStatement() || $bytes + $size > self::STATEMENT_BYTES;
            if ($isFull && $chunk !== []) {
                self::both($chunk);
                $chunk = [];
                $bytes = 0;
            }
            $chunk[] = $row;
            $bytes += $size;
        }
        self::both($chunk);
    }

    /** @return int<1, max> */
    private static function rowsPerStatement(): int
    {
        return Capsule::connection()->getDriverName() === 'sqlite' ? self::STATEMENT_ROWS : 2000;
    }

    /**
     * Each row and its report together, or neither.
     *
     * @param list<array<string, mixed>> $rows
     */
    private static function both(array $rows): void
    {
        $apart = array_filter($rows, static fn (array $row): bool => $row['apart'] !== null);
        $gone = array_filter($rows, static fn (array $row): bool => $row['apart'] === null && $row['was_apart'] === true);
        if ($apart === [] && $gone === []) {
            self::statement(Tables::LEDGER, self::COLUMNS, $rows);

            return;
        }
        Capsule::connection()->transaction(static function () use ($rows, $apart, $gone): void {
            $reports = array_map(static fn (array $row): array => ['report' => $row['apart']] + $row, array_values($apart));
            self::statement(Tables::REPORTS, ['product_id', 'state', 'report'], $reports);
            Capsule::table(Tables::REPORTS)->whereIn('product_id', array_column($gone, 'product_id'))->delete();
            self::statement(Tables::LEDGER, self::COLUMNS, $rows);
        });
    }

    /**
     * @param list<string> $names of the columns
     * @param list<array<string, mixed>> $rows
     */
    private static function statement(string $table, array $names, array $rows): void
    {
        if ($rows === []) {
            return;
        }
        $connection = Capsule::connection();
        $grammar = $connection->getQueryGrammar();
        $columns = implode(', ', array_map([$grammar, 'wrap'], $names));
        $places = '(' . implode(', ', array_fill(0, count($names), '?')) . ')';
        $values = [];
        foreach ($rows as $row) {
            foreach ($names as $name) {
                $values[] = $row[$name];
            }
        }
        $connection->statement(
            'REPLACE INTO ' . $grammar->wrapTable($table) . " ({$columns}) VALUES "
                . implode(', ', array_fill(0, count($rows), $places)),
            $values,
        );
    }

    /**
     * A failed attempt: the quantity, its times and the report of what was known stay.
     *
     * @param list<Reading> $readings
     */
    private static function fail(array $readings, string $now): void
    {
        $connection = Capsule::connection();
        $wrap = [$connection->getQueryGrammar(), 'wrap'];
        $ids = array_map(static fn (Reading $reading): int => $reading->product, $readings);
        $values = [$now, $now];
        $sets = [
            $wrap('attempted_at') . ' = ?',
            "{$wrap('failing_since')} = COALESCE({$wrap('failing_since')}, ?)",
            "{$wrap('failures')} = {$wrap('failures')} + 1",
        ];
        foreach (['reason', 'error', 'cause'] as $column) {
            $cases = str_repeat(' WHEN ? THEN ?', count($ids));
            $sets[] = "{$wrap($column)} = CASE {$wrap('product_id')}{$cases} END";
            foreach ($readings as $reading) {
                array_push($values, $reading->product, $reading->{$column});
            }
        }
        $connection->update(
            'UPDATE ' . $connection->getQueryGrammar()->wrapTable(Tables::LEDGER) . ' SET ' . implode(', ', $sets)
                . " WHERE {$wrap('product_id')} IN (" . implode(', ', array_fill(0, count($ids), '?')) . ')',
            [...$values, ...$ids],
        );
    }
}
