<?php

/*
 * The lock that lets one process sweep at a time. On MySQL and MariaDB it belongs to the database connection, on SQLite to the
 * process's handle on a file beside the database, so it ends with its holder.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use RuntimeException;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Lock
{
    /** Seconds between two tries to lock the file. */
    private const POLL = 0.02;

    /** A database would give its lock to the same connection a second time. */
    private bool $isHeld = false;

    public function __construct(private Database $database, private Clock $clock)
    {
    }

    /**
     * @param float $patience seconds to wait for it; 0: do not wait
     * @return HeldLock|null null if another holds it
     */
    public function take(float $patience): ?HeldLock
    {
        if ($this->isHeld) {
            return null;
        }
        $lock = $this->database->isSqlite() ? $this->takeFile($patience) : $this->takeName($patience);
        $this->isHeld = $lock !== null;

        return $lock;
    }

    /** @return string|null an SQL expression, 1 if a sweep could start now; null if the database cannot tell */
    public function freeExpression(): ?string
    {
        return $this->database->isSqlite() ? null : "IS_FREE_LOCK('{$this->name()}')";
    }

    /** Whether no process holds it at this moment. */
    public function isFree(): bool
    {
        $free = $this->freeExpression();
        if ($free === null) {
            $lock = $this->take(0);
            $lock?->release();

            return $lock !== null;
        }

        return $this->ask("SELECT {$free} AS answer", []) !== 0;
    }

    private function takeName(float $patience): ?HeldLock
    {
        $name = $this->name();
        if ($this->ask('SELECT GET_LOCK(?, ?) AS answer', [$name, $patience]) !== 1) {
            return null;
        }

        return new HeldLock($name, function () use ($name): void {
            $this->isHeld = false;
            $this->ask('SELECT RELEASE_LOCK(?) AS answer', [$name]);
        });
    }

    private function takeFile(float $patience): ?HeldLock
    {
        if (!function_exists('flock')) {
            throw new RuntimeException('flock() is disabled in this PHP, and a shop on SQLite needs it');
        }
        $name = $this->database->name();
        $isMemory = $name === '' || $name === ':memory:';
        $file = fopen($isMemory ? 'php://memory' : "{$name}-virtfusion-stock.lock", 'c');
        if ($file === false) {
            return null;
        }
        $until = $this->clock->elapsed() + $patience;
        while (!$isMemory && !flock($file, LOCK_EX | LOCK_NB)) {
            if ($this->clock->elapsed() >= $until) {
                fclose($file);

                return null;
            }
            $this->clock->sleep(self::POLL);
        }

        return new HeldLock(null, function () use ($file): void {
            $this->isHeld = false;
            fclose($file);
        });
    }

    /**
     * @param list<string|float> $values
     * @return int|null null if the server cannot tell
     */
    private function ask(string $query, array $values): ?int
    {
        $row = $this->database->select($query, $values)[0] ?? null;
        $answer = $row === null ? null : get_object_vars($row)['answer'] ?? null;

        return is_numeric($answer) ? (int) $answer : null;
    }

    private function name(): string
    {
        return 'virtfusion_stock.' . md5($this->database->name());
    }
}
