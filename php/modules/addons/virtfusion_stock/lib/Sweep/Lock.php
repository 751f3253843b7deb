<?php

/*
 * One sweep at a time over all processes of a shop. The lock ends with its holder: on MySQL and MariaDB with
 * the database connection, on SQLite with the process's handle on a file beside the database. A connection may
 * be lost and silently replaced during a long sweep, so what is written under the lock goes through guard().
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\Query\Builder;
use Throwable;
use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Exchange;

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

    /** @return string|null whether a sweep could start now, as SQL; null when that is no matter of SQL */
    public static function freeExpression(): ?string
    {
        $isSqlite = Capsule::connection()->getDriverName() === 'sqlite';

        return $isSqlite ? null : "IS_FREE_LOCK('" . self::name() . "')";
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

        return self::answers("SELECT {$free} AS answer", []) !== 0;
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
                self::answers('SELECT RELEASE_LOCK(?) AS answer', [$this->name]);
            }
        } catch (Throwable) {
            // The connection is gone, and the lock with it.
        }
    }

    private static function ofServer(float $patience): ?self
    {
        $name = self::name();

        return self::answers('SELECT GET_LOCK(?, ?) AS answer', [$name, $patience]) === 1 ? new self($name, null) : null;
    }

    /**
     * @param list<string|float> $values
     * @return int|null what the server says of a lock; null when it cannot tell
     */
    private static function answers(string $query, array $values): ?int
    {
        $row = Exchange::once(static fn (): mixed => Capsule::connection()->selectOne($query, $values));
        $answer = is_object($row) ? get_object_vars($row)['answer'] ?? null : null;

        return is_numeric($answer) ? (int) $answer : null;
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
