<?php

/*
 * The table mod_virtfusion_stock_alert while one process looks at it: a subject that nobody asked for is removed when it is saved.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Subjects
{
    /** Rows in one statement: older versions of SQLite take 999 values. */
    private const AT_ONCE = 60;

    /** @var array<string, Subject> by key */
    private array $asked = [];

    /**
     * @param array<string, Subject> $stored by key
     * @param array<string, array<string, string|int|null>> $rows as they are stored
     */
    private function __construct(private Database $database, private array $stored, private array $rows)
    {
    }

    public static function load(Database $database, Tables $tables): self
    {
        $rows = $tables->repaired(static fn (): array => $database->rows($database->table(Tables::ALERTS), ['*']));
        $subjects = [];
        $stored = [];
        foreach ($rows as $row) {
            $subject = Subject::of($row);
            $subjects[$subject->key] = $subject;
            $stored[$subject->key] = $subject->row();
        }

        return new self($database, $subjects, $stored);
    }

    public function product(int $id): Subject
    {
        return $this->of("product/{$id}");
    }

    public function order(int $service): Subject
    {
        return $this->of("order/{$service}");
    }

    /** Keeps the orders as they are: they could not be read. */
    public function keepOrders(): void
    {
        foreach (array_keys($this->stored) as $key) {
            if (str_starts_with($key, 'order/')) {
                $this->of($key);
            }
        }
    }

    /** Writes what has changed. */
    public function save(StockRule $rule, int $now): void
    {
        $kept = array_filter($this->asked, static fn (Subject $subject): bool => !$subject->isForgettable($rule, $now));
        $gone = array_keys(array_diff_key($this->rows, $kept));
        foreach (array_chunk($gone, self::AT_ONCE) as $keys) {
            $this->database->table(Tables::ALERTS)->whereIn('subject', $keys)->delete();
        }
        $rows = array_map(static fn (Subject $subject): array => $subject->row(), $kept);
        $changed = array_filter($rows, fn (array $row, string $key): bool => ($this->rows[$key] ?? null) !== $row, ARRAY_FILTER_USE_BOTH);
        foreach (array_chunk(array_values($changed), self::AT_ONCE) as $chunk) {
            $this->database->table(Tables::ALERTS)->whereIn('subject', array_column($chunk, 'subject'))->delete();
            $this->database->table(Tables::ALERTS)->insert($chunk);
        }
    }

    private function of(string $key): Subject
    {
        return $this->asked[$key] ??= $this->stored[$key] ?? new Subject($key);
    }
}
