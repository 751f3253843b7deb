<?php

/*
 * Writes the ledger and its large reports: one attempt for each reading. A failed attempt keeps what was known before. Times are UTC.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Ledger;

use WHMCS\Module\Addon\VirtfusionStock\Report\BoundedReport;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Writer
{
    private const COLUMNS = [
        'product_id', 'quantity', 'known_at', 'previous_quantity', 'changed_at', 'attempted_at', 'reason', 'error',
        'cause', 'failures', 'failing_since', 'state', 'summary', 'report', 'report_apart',
        'other_quantity',
    ];

    /** The most bytes of a report in its product's row; a larger one is in a table of its own. */
    private const REPORT_BYTES = 16_000;

    /** The most bytes of values in one statement: below the smallest max_allowed_packet in use, 4 MB. */
    private const STATEMENT_BYTES = 3_000_000;

    /** The most rows in one statement on SQLite, whose older versions take 999 values. */
    private const STATEMENT_ROWS = 60;

    public function __construct(private Database $database, private Tables $tables, private Clock $clock)
    {
    }

    /**
     * Records one attempt for each reading.
     *
     * @param array<int, Reading> $readings
     * @param array<int, Entry> $before the entries of those products as they are
     */
    public function record(array $readings, array $before): void
    {
        $now = Moment::text($this->clock->now());
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
        $this->tables->repaired(function () use ($rows, $failed, $confirmed, $corrected, $now): void {
            $this->replace($rows);
            $this->confirm($confirmed, $now);
            $this->correct($corrected);
            foreach (array_chunk($failed, $this->rowsPerStatement()) as $chunk) {
                $this->fail($chunk, $now);
            }
        });
    }

    /** @param list<int> $products */
    private function confirm(array $products, string $now): void
    {
        if ($products !== []) {
            $query = $this->database->table(Tables::LEDGER)->whereIntegerInRaw('product_id', $products);
            $this->database->update($query, ['known_at' => $now, 'attempted_at' => $now, 'owed_at' => null]);
        }
    }

    /**
     * Writes rows that somebody has changed by hand; the report beside them is right.
     *
     * @param list<array<string, mixed>> $rows
     */
    private function correct(array $rows): void
    {
        foreach ($rows as $row) {
            $row = array_diff_key($row, ['report' => 1, 'report_apart' => 1, 'summary' => 1, 'apart' => 1, 'was_apart' => 1]);
            $this->database->table(Tables::LEDGER)->where('product_id', $row['product_id'])->update($row + ['owed_at' => null]);
        }
    }

    /**
     * A whole row, for a reading that is known or a product that has no row yet. `apart` is the report if it is a large one;
     * `was_apart` says whether the one before was.
     *
     * @return array<string, mixed>
     */
    private static function row(Reading $reading, ?Entry $before, string $now): array
    {
        $known = $reading->known();
        $changed = $known && $before?->quantity !== $reading->quantity;
        $report = $reading->report === null ? null : self::json(BoundedReport::report($reading->report));
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
            'summary' => $reading->report === null ? null : self::json(BoundedReport::summary($reading->report)),
            'report' => $isApart ? null : $report,
            'report_apart' => (int) $isApart,
            'other_quantity' => $known ? $reading->other : $before?->other,
            'apart' => $isApart ? $report : null,
            'was_apart' => $before !== null && $before->isReportApart,
        ];
    }

    private static function moment(?int $seconds): ?string
    {
        return $seconds === null ? null : Moment::text($seconds);
    }

    /** @param array<string, mixed> $report */
    private static function json(array $report): ?string
    {
        $json = json_encode($report, JSON_INVALID_UTF8_SUBSTITUTE | JSON_PRESERVE_ZERO_FRACTION);

        return $json === false ? null : $json;
    }

    /**
     * Uses REPLACE because MySQL, MariaDB and SQLite all know it; every row is written whole.
     *
     * @param list<array<string, mixed>> $rows
     */
    private function replace(array $rows): void
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
            $isFull = count($chunk) === $this->rowsPerStatement() || $bytes + $size > self::STATEMENT_BYTES;
            if ($isFull && $chunk !== []) {
                $this->both($chunk);
                $chunk = [];
                $bytes = 0;
            }
            $chunk[] = $row;
            $bytes += $size;
        }
        $this->both($chunk);
    }

    /** @return int<1, max> */
    private function rowsPerStatement(): int
    {
        return $this->database->isSqlite() ? self::STATEMENT_ROWS : 2000;
    }

    /**
     * Writes each row and its report, or neither.
     *
     * @param list<array<string, mixed>> $rows
     */
    private function both(array $rows): void
    {
        $apart = array_filter($rows, static fn (array $row): bool => $row['apart'] !== null);
        $gone = array_filter($rows, static fn (array $row): bool => $row['apart'] === null && $row['was_apart'] === true);
        if ($apart === [] && $gone === []) {
            $this->statement(Tables::LEDGER, self::COLUMNS, $rows);

            return;
        }
        $this->database->connection()->transaction(function () use ($rows, $apart, $gone): void {
            $reports = array_map(static fn (array $row): array => ['report' => $row['apart']] + $row, array_values($apart));
            $this->statement(Tables::REPORTS, ['product_id', 'state', 'report'], $reports);
            $this->database->table(Tables::REPORTS)->whereIn('product_id', array_column($gone, 'product_id'))->delete();
            $this->statement(Tables::LEDGER, self::COLUMNS, $rows);
        });
    }

    /**
     * @param list<string> $names of the columns
     * @param list<array<string, mixed>> $rows
     */
    private function statement(string $table, array $names, array $rows): void
    {
        if ($rows === []) {
            return;
        }
        $connection = $this->database->connection();
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
     * Records failed attempts: the last known quantity, its times and its report stay.
     *
     * @param list<Reading> $readings
     */
    private function fail(array $readings, string $now): void
    {
        $connection = $this->database->connection();
        $wrap = [$connection->getQueryGrammar(), 'wrap'];
        $ids = array_map(static fn (Reading $reading): int => $reading->product, $readings);
        $values = [$now, $now];
        $sets = [
            $wrap('attempted_at') . ' = ?',
            $wrap('owed_at') . ' = NULL',
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
