<?php

/*
 * The one row of mod_virtfusion_stock_state. It is created when it is missing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\Query\Builder;
use Illuminate\Database\Query\Expression;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class StateRow
{
    public function __construct(private Database $database, private Tables $tables)
    {
    }

    /**
     * @param list<string> $columns in SQL
     * @return array<array-key, mixed> by column
     */
    public function read(array $columns): array
    {
        $read = fn (): ?object => $this->database->rows($this->query(), $columns)[0] ?? null;
        $row = $this->tables->repaired($read);
        if ($row === null) {
            $this->tables->install();
            $row = $read();
        }

        return $row === null ? [] : get_object_vars($row);
    }

    /** @param array<string, mixed> $changes by column */
    public function change(array $changes): void
    {
        $update = fn (): int => $this->database->update($this->query(), $changes);
        if ($this->tables->repaired($update) === 0) {
            // Another process may create the row in between, so the update is repeated either way: none was applied.
            if (!$this->query()->exists()) {
                $this->tables->install();
            }
            $update();
        }
    }

    /**
     * Changes the row if the narrowed query still finds it.
     *
     * @param Builder $query of query()
     * @param array<string, mixed> $changes by column
     * @return bool whether it did
     */
    public function changeIf(Builder $query, array $changes): bool
    {
        return $this->database->update($query, $changes) > 0;
    }

    public function query(): Builder
    {
        return $this->database->table(Tables::STATE)->where('id', 1);
    }

    /** The new value of a counter. */
    public function next(string $counter): Expression
    {
        return $this->raw("{$counter} + 1");
    }

    /** The later of a number and the one that is there. One that is a minute ahead comes from a clock that was wrong, and goes. */
    public function latest(string $column, string $number): Expression
    {
        return $this->raw("CASE WHEN {$column} > {$number} AND {$column} < {$number} + 60 THEN {$column} ELSE {$number} END");
    }

    /** The earlier of a moment and the one that is there. */
    public function earliest(string $column, string $moment): Expression
    {
        return $this->raw("CASE WHEN {$column} < '{$moment}' THEN {$column} ELSE '{$moment}' END");
    }

    /** The next moment, or the one that is there if it is earlier and still ahead. */
    public function nextAfter(string $column, string $now, ?string $next): Expression
    {
        $isKept = "{$column} > '{$now}'" . ($next === null ? '' : " AND {$column} < '{$next}'");

        return $this->raw("CASE WHEN {$isKept} THEN {$column} ELSE " . ($next === null ? 'NULL' : "'{$next}'") . ' END');
    }

    /** An expression of this table, as a value. */
    public function raw(string $expression): Expression
    {
        return $this->database->connection()->raw($expression);
    }
}
