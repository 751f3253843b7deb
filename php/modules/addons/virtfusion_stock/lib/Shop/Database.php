<?php

/*
 * The shop's database. MySQL and MariaDB answer a prepared query in two round trips, one to prepare and one to run it; the methods
 * here use one, for which PDO writes the values into the text of the query. They are for small values only.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use Closure;
use Illuminate\Database\Connection;
use Illuminate\Database\Query\Builder;
use PDO;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Database
{
    /** @param Closure(): Connection $open returns WHMCS's connection */
    public function __construct(private Closure $open)
    {
    }

    public function connection(): Connection
    {
        return ($this->open)();
    }

    public function table(string $table): Builder
    {
        return $this->connection()->table($table);
    }

    public function hasTable(string $table): bool
    {
        return $this->connection()->getSchemaBuilder()->hasTable($table);
    }

    public function name(): string
    {
        return $this->connection()->getDatabaseName();
    }

    public function isSqlite(): bool
    {
        return $this->connection()->getDriverName() === 'sqlite';
    }

    /**
     * @param list<string> $columns in SQL
     * @return list<object>
     */
    public function rows(Builder $query, array $columns): array
    {
        $rows = $this->inOneTrip(static fn (): array => $query->selectRaw(implode(', ', $columns))->get()->all());

        return array_values(array_filter($rows, 'is_object'));
    }

    /**
     * @param list<string|int|float> $values
     * @return list<object>
     */
    public function select(string $query, array $values = []): array
    {
        $connection = $this->connection();
        $rows = $this->inOneTrip(static fn (): array => $connection->select($query, $values));

        return array_values(array_filter($rows, 'is_object'));
    }

    /**
     * @param array<string, mixed> $changes
     * @return int the rows that were changed
     */
    public function update(Builder $query, array $changes): int
    {
        return $this->inOneTrip(static fn (): int => $query->update($changes));
    }

    /**
     * @template T
     * @param Closure(): T $query
     * @return T
     */
    private function inOneTrip(Closure $query): mixed
    {
        $connection = $this->connection();
        $pdo = $connection->getDriverName() === 'mysql' ? $connection->getPdo() : null;
        if (!$pdo instanceof PDO) {
            return $query();
        }
        $before = $pdo->getAttribute(PDO::ATTR_EMULATE_PREPARES);
        $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, true);
        try {
            return $query();
        } finally {
            $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, $before);
        }
    }
}
