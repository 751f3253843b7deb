<?php

/*
 * mod_virtfusion_stock: per product the last known quantity and since when, the last attempt and its reason,
 * and the last report that gave a quantity. Times are UTC. An attempt that failed must not take away what was
 * known before.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use WHMCS\Database\Capsule;

final class Ledger
{
    private const COLUMNS = [
        'product_id', 'quantity', 'known_at', 'previous_quantity', 'changed_at', 'attempted_at', 'reason', 'error',
        'failures', 'report',
    ];

    /** Bytes of values in one statement: below the smallest max_allowed_packet in use, 4 MB. */
    private const STATEMENT_BYTES = 3_000_000;

    /** Rows in one statement: SQLite takes 999 values in its older versions. */
    private const STATEMENT_ROWS = 90;

    /**
     * Records one attempt for each reading.
     *
     * @param array<int, Reading> $readings
     * @return array<int, object> the rows of those products as they were before, by product id
     */
    public static function record(array $readings): array
    {
        if ($readings === []) {
            return [];
        }

        return Tables::mended(static function () use ($readings): array {
            $before = self::read(array_keys($readings));
            $now = gmdate('Y-m-d H:i:s');
            $rows = [];
            $failed = [];
            foreach ($readings as $id => $reading) {
                if ($reading->known() || !isset($before[$id])) {
                    $rows[] = self::row($reading, $before[$id] ?? null, $now);
                } else {
                    $failed[] = $reading;
                }
            }
            self::replace($rows);
            foreach (array_chunk($failed, self::rowsPerStatement()) as $chunk) {
                self::fail($chunk, $now);
            }

            return $before;
        });
    }

    /**
     * @param list<int> $products
     * @return array<int, object> by product id, without the reports
     */
    public static function read(array $products): array
    {
        $query = Capsule::table(Tables::LEDGER);
        if (count($products) <= 100) {
            $query->whereIn('product_id', $products);
        }

        return $query->get(array_diff(self::COLUMNS, ['report']))->keyBy('product_id')->all();
    }

    /**
     * Whole rows, for readings that are known and for products that have no row yet.
     *
     * @return array<string, mixed>
     */
    private static function row(Reading $reading, ?object $before, string $now): array
    {
        $known = $reading->known();
        $changed = $known && ($before === null || $before->quantity === null
            || (int) $before->quantity !== $reading->quantity);

        return [
            'product_id' => $reading->product,
            'quantity' => $known ? $reading->quantity : $before?->quantity,
            'known_at' => $known ? $now : $before?->known_at,
            'previous_quantity' => $changed ? $before?->quantity : $before?->previous_quantity,
            'changed_at' => $changed ? $now : $before?->changed_at,
            'attempted_at' => $now,
            'reason' => $reading->reason,
            'error' => $reading->error,
            'failures' => $known ? 0 : (int) $before?->failures + 1,
            'report' => $reading->report === null ? null : self::json($reading->report),
        ];
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
            $size = 200 + strlen((string) $row['report']);
            $isFull = count($chunk) === self::rowsPerStatement() || $bytes + $size > self::STATEMENT_BYTES;
            if ($isFull && $chunk !== []) {
                self::statement($chunk);
                $chunk = [];
                $bytes = 0;
            }
            $chunk[] = $row;
            $bytes += $size;
        }
        self::statement($chunk);
    }

    private static function rowsPerStatement(): int
    {
        return Capsule::connection()->getDriverName() === 'sqlite' ? self::STATEMENT_ROWS : 2000;
    }

    /** @param list<array<string, mixed>> $rows */
    private static function statement(array $rows): void
    {
        $connection = Capsule::connection();
        $grammar = $connection->getQueryGrammar();
        $columns = implode(', ', array_map([$grammar, 'wrap'], self::COLUMNS));
        $values = '(' . implode(', ', array_fill(0, count(self::COLUMNS), '?')) . ')';
        $connection->statement(
            'REPLACE INTO ' . $grammar->wrapTable(Tables::LEDGER) . " ({$columns}) VALUES "
                . implode(', ', array_fill(0, count($rows), $values)),
            array_merge(...array_map('array_values', $rows)),
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
        $values = [$now];
        $sets = [$wrap('attempted_at') . ' = ?', "{$wrap('failures')} = {$wrap('failures')} + 1"];
        foreach (['reason', 'error'] as $column) {
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
