<?php

/*
 * One sweep at a time over all processes of a shop. The lock ends with its holder: on MySQL and MariaDB with
 * the database connection, on SQLite with the process's handle on a file beside the database. A connection may
 * be lost and silently replaced during a long sweep, so what is written under the lock goes through guard().
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Illuminate\Database\Query\Builder;
use Throwable;
use WHMCS\Database\Capsule;

final class Lock
{
    /** The database's own lock would be given to its holder a second time. */
    private static bool $held = false;

    /** @param resource|null $file */
    private function __construct(private string $name, private $file)
    {
    }

    /**
     * @param float $patience seconds to wait for it, 0 for not at all
     * @return self|null null when another holds it
     */
    public static function take(float $patience): ?self
    {
        if (self::$held) {
            return null;
        }
        $isSqlite = Capsule::connection()->getDriverName() === 'sqlite';
        $lock = $isSqlite ? self::ofFile($patience) : self::ofServer($patience);
        self::$held = $lock !== null;

        return $lock;
    }

    /** Whether a sweep could start now, as an SQL expression with one binding; null when that is no matter of SQL. */
    public static function freeExpression(): ?array
    {
        $isSqlite = Capsule::connection()->getDriverName() === 'sqlite';

        return $isSqlite ? null : ['IS_FREE_LOCK(?)', self::name()];
    }

    /** Whether nobody sweeps at this moment. */
    public static function isFree(): bool
    {
        $free = self::freeExpression();
        if ($free === null) {
            $lock = self::take(0);
            $lock?->release();

            return $lock !== null;
        }
        $row = (array) Capsule::connection()->selectOne("SELECT {$free[0]} AS is_free", [$free[1]]);

        return (int) ($row['is_free'] ?? 1) === 1;
    }

    /** Narrows a write so that it does nothing when the lock is no longer this connection's. */
    public function guard(Builder $query): Builder
    {
        return $this->file !== null ? $query : $query->whereRaw('IS_USED_LOCK(?) = CONNECTION_ID()', [$this->name]);
    }

    public function release(): void
    {
        self::$held = false;
        try {
            if ($this->file !== null) {
                flock($this->file, LOCK_UN);
                fclose($this->file);
            } else {
                Capsule::connection()->select('SELECT RELEASE_LOCK(?)', [$this->name]);
            }
        } catch (Throwable) {
            // The connection is gone, and the lock with it.
        }
    }

    private static function ofServer(float $patience): ?self
    {
        $connection = Capsule::connection();
        $name = self::name();
        $row = (array) $connection->selectOne('SELECT GET_LOCK(?, ?) AS got', [$name, $patience]);

        return (int) ($row['got'] ?? 0) === 1 ? new self($name, null) : null;
    }

    private static function name(): string
    {
        return 'virtfusion_stock.' . md5(Capsule::connection()->getDatabaseName());
    }

    private static function ofFile(float $patience): ?self
    {
        $database = Capsule::connection()->getDatabaseName();
        $memory = $database === '' || $database === ':memory:';
        $file = fopen($memory ? 'php://memory' : "{$database}-virtfusion-stock.lock", 'c');
        if ($file === false || $memory) {
            return $file === false ? null : new self('', $file);
        }
        $until = microtime(true) + $patience;
        while (!flock($file, LOCK_EX | LOCK_NB)) {
            if (microtime(true) >= $until) {
                fclose($file);

                return null;
            }
            usleep(20000);
        }

        return new self('', $file);
    }
}
