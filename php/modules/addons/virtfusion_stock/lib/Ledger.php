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
        'cause', 'failures', 'failing_since', 'state', 'summary', 'report',
    ];

    /** What states() and holds() read. */
    public const HELD = ['product_id', 'quantity', 'known_at', 'reason', 'failures', 'state'];

    /** Seconds for which what is on record need not be confirmed: a cart page that finds nothing new writes nothing. */
    private const FRESH = 300;

    /** Bytes of values in one statement: below the smallest max_allowed_packet in use, 4 MB. */
    private const STATEMENT_BYTES = 3_000_000;

    /** Rows in one statement: SQLite takes 999 values in its older versions. */
    private const STATEMENT_ROWS = 60;

    /**
     * The rows of these products, by id, without the reports.
     *
     * @param list<int> $products
     * @return array<int, object>
     */
    public static function read(array $products): array
    {
        return Tables::mended(static function () use ($products): array {
            $query = Capsule::table(Tables::LEDGER);
            if (count($products) <= 500) {
                $query->whereIntegerInRaw('product_id', $products);
            }

            return $query->get(self::columns())->keyBy('product_id')->all();
        });
    }

    /**
     * Every product's row, for people to read.
     *
     * @return array<int, object> by product id, without the reports
     */
    public static function all(): array
    {
        return Tables::mended(static fn (): array => Capsule::table(Tables::LEDGER)
            ->get([...self::columns(), 'summary'])->keyBy('product_id')->all());
    }

    /** @return object|null a product's row with its report decoded; null when there is none */
    public static function one(int $product): ?object
    {
        $row = Tables::mended(static fn (): ?object => Capsule::table(Tables::LEDGER)
            ->where('product_id', $product)->first(self::COLUMNS));
        if ($row !== null) {
            $report = json_decode((string) $row->report, true);
            $row->report = is_array($report) ? $report : null;
        }

        return $row;
    }

    /** @return list<string> all but the report and its summary, which are large */
    public static function columns(): array
    {
        return array_values(array_diff(self::COLUMNS, ['report', 'summary']));
    }

    /**
     * The states of the reports that are on record. After a failed attempt a report is made anew.
     *
     * @param array<int, object> $rows
     * @return array<int, string> by product id
     */
    public static function states(array $rows): array
    {
        $sound = array_filter($rows, static fn (object $row): bool => (int) $row->failures === 0);

        return array_filter(array_map(static fn (object $row): ?string => $row->state, $sound));
    }

    /** Whether the row says what the reading says, and said so lately. */
    public static function holds(?object $row, Reading $reading): bool
    {
        $known = $row === null ? false : strtotime("{$row->known_at} UTC");

        return $known !== false && abs(time() - $known) < self::FRESH && self::confirms($reading, $row);
    }

    /**
     * Records one attempt for each reading.
     *
     * @param array<int, Reading> $readings
     * @param array<int, object> $before the rows of those products as they are
     */
    public static function record(array $readings, array $before): void
    {
        $now = gmdate('Y-m-d H:i:s');
        $rows = [];
        $failed = [];
        $confirmed = [];
        $corrected = [];
        foreach ($readings as $id => $reading) {
            $row = $before[$id] ?? null;
            if ($row !== null && !$reading->known()) {
                $failed[] = $reading;
            } elseif (self::confirms($reading, $row)) {
                $confirmed[] = $id;
            } elseif ($row !== null && $reading->report === null) {
                $corrected[] = self::row($reading, $row, $now);
            } else {
                $rows[] = self::row($reading, $row, $now);
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

    /** Without a report the row's own holds, and with it the quantity. */
    private static function confirms(Reading $reading, ?object $row): bool
    {
        return $row !== null && $reading->known() && $reading->report === null
            && $row->quantity !== null && (int) $row->quantity === $reading->quantity
            && $row->reason === $reading->reason && $row->state === $reading->recordedState();
    }

    /** @param list<int> $products */
    private static function confirm(array $products, string $now): void
    {
        if ($products !== []) {
            Capsule::table(Tables::LEDGER)
                ->whereIntegerInRaw('product_id', $products)
                ->update(['known_at' => $now, 'attempted_at' => $now]);
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
            unset($row['report'], $row['summary']);
            Capsule::table(Tables::LEDGER)->where('product_id', $row['product_id'])->update($row);
        }
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
            'cause' => $reading->cause,
            'failures' => $known ? 0 : (int) $before?->failures + 1,
            'failing_since' => $known ? null : $before?->failing_since ?? $now,
            'state' => $reading->recordedState(),
            'summary' => $reading->report === null ? null : self::json(Digest::summary($reading->report)),
            'report' => $reading->report === null ? null : self::json(Digest::report($reading->report)),
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
            $size = 300 + strlen((string) $row['report']) + strlen((string) $row['summary']);
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
