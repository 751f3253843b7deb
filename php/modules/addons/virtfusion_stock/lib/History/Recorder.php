<?php

/*
 * Writes the history: a row for each product of which something else is known than before. A recalculation after which nothing has changed
 * costs no query. One that may have changed something costs two, however many products there are: what is known so far, and the new rows.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Recorder
{
    /** The most rows in one statement: older versions of SQLite take 999 values, MySQL 65,535. */
    private const ROWS_ON_SQLITE = 100;
    private const ROWS = 2000;

    public function __construct(private Database $database, private History $history, private Clock $clock)
    {
    }

    /**
     * @param array<int, Reading> $readings by product id
     * @param array<int, Entry> $before the ledger's entries of these products before the readings
     */
    public function record(array $readings, array $before, Settings $settings): void
    {
        $now = $this->clock->now();
        $oldest = $now - History::staleAfter($settings);
        $changed = array_filter($readings, static fn (Reading $reading): bool => self::mayChange(
            $reading,
            $before[$reading->product] ?? null,
            $oldest,
        ));
        if ($changed === []) {
            return;
        }
        $last = $this->history->last(array_keys($changed));
        $rows = [];
        foreach ($changed as $product => $reading) {
            $samples = self::samples($reading, $before[$product] ?? null, $last[$product] ?? null, $now, $oldest, $settings->isPreview());
            foreach ($samples as $sample) {
                $rows[] = $sample->row($product);
            }
        }
        $this->write($rows);
    }

    /**
     * Gives products whose history is empty their present state. A row is written when something changes, which it need not do soon after
     * an upgrade from a version without a history.
     *
     * @param array<int, Entry> $entries of the ledger, with their summaries
     */
    public function begin(array $entries, Settings $settings): void
    {
        $rows = [];
        foreach (array_diff_key($entries, $this->history->extents()) as $product => $entry) {
            if ($entry->quantity !== null && $entry->failures === 0 && $entry->knownAt !== null) {
                $rows[] = Sample::ofEntry($entry, $settings->isPreview())->row($product);
            }
        }
        $this->write($rows);
    }

    private static function mayChange(Reading $reading, ?Entry $entry, int $oldest): bool
    {
        if ($entry === null || self::isStale($entry, $oldest)) {
            return true;
        }

        return $reading->known()
            ? $reading->written || !$entry->says($reading)
            : $entry->failures === 0 || $entry->reason !== $reading->reason;
    }

    private static function isStale(Entry $entry, int $oldest): bool
    {
        return $entry->attemptedAt !== null && $entry->attemptedAt < $oldest;
    }

    /** @return list<Sample> those to add */
    private static function samples(Reading $reading, ?Entry $entry, ?Sample $last, int $now, int $oldest, bool $isPreview): array
    {
        $samples = [];
        $before = $last;
        $looked = (int) $entry?->attemptedAt;
        if ($entry !== null && self::isStale($entry, $oldest) && $last?->isKnown() === true && $last->at <= $looked) {
            // Nobody looked since: what was known then may not have stayed so.
            $samples[] = $before = Sample::unknown($looked + 1, Sample::NOT_LOOKED);
        }
        $sample = Sample::ofReading($reading, $now, $isPreview, $last);
        if ($before === null || !$sample->says($before)) {
            $samples[] = $sample;
        }

        return $samples;
    }

    /**
     * Of two rows of a product in the same second the later one stays.
     *
     * @param list<array<string, int|string|null>> $rows
     */
    private function write(array $rows): void
    {
        $connection = $this->database->connection();
        $grammar = $connection->getQueryGrammar();
        foreach (array_chunk($rows, $this->database->isSqlite() ? self::ROWS_ON_SQLITE : self::ROWS) as $chunk) {
            $columns = array_keys($chunk[0]);
            $places = '(' . implode(', ', array_fill(0, count($columns), '?')) . ')';
            $connection->statement(
                'REPLACE INTO ' . $grammar->wrapTable(Tables::HISTORY) . ' (' . implode(', ', array_map([$grammar, 'wrap'], $columns))
                    . ') VALUES ' . implode(', ', array_fill(0, count($chunk), $places)),
                array_merge(...array_map('array_values', $chunk)),
            );
        }
    }
}
