<?php

/*
 * The lock that lets one process sweep at a time. On MySQL and MariaDB it belongs to the database connection, on SQLite to the
 * process's handle on a file beside the database, so it ends with its holder. Where the database refuses GET_LOCK, RowLock takes its place.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\Query\Builder;
use Illuminate\Database\QueryException;
use RuntimeException;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Lock
{
    /** Seconds between two tries to lock the file. */
    private const POLL = 0.02;

    /** Error codes after which GET_LOCK works the next time: interrupted, out of time, deadlock. */
    private const PASSING = [1317, 1969, 3024, 3058];

    /** A database would give its lock to the same connection a second time. */
    private bool $isHeld = false;

    private bool $isAsked = false;

    /** Why the database refuses GET_LOCK, if it does. */
    private ?string $refusal = null;

    public function __construct(private Database $database, private Clock $clock, private StateRow $row)
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
        $lock = $this->database->isSqlite() ? $this->takeFile($patience) : $this->takeFromDatabase($patience);
        if ($lock === null) {
            return null;
        }
        $this->isHeld = true;

        return new HeldLock($lock->guard(...), function () use ($lock): void {
            $this->isHeld = false;
            $lock->release();
        });
    }

    /** @return string|null an SQL expression, 1 if a sweep could start now; null if the database cannot tell */
    public function freeExpression(): ?string
    {
        if ($this->database->isSqlite()) {
            return null;
        }

        return ($this->refusal === null ? "IS_FREE_LOCK('{$this->name()}') AND " : '') . RowLock::FREE;
    }

    /** Whether no process holds it at this moment. */
    public function isFree(): bool
    {
        if ($this->database->isSqlite()) {
            $lock = $this->take(0);
            $lock?->release();

            return $lock !== null;
        }
        // Creates the columns that the expression needs, if they are missing.
        $this->row->read(['lock_until']);
        $this->refuses();

        return $this->ask("SELECT {$this->freeExpression()} AS answer", []) !== 0;
    }

    /** Whether the database refuses GET_LOCK. It is asked once, for a lock that nobody else uses. freeExpression() then differs. */
    public function refuses(): bool
    {
        if (!$this->isAsked && $this->refusal === null && !$this->database->isSqlite()) {
            $this->isAsked = true;
            $this->takeName($this->name() . '.' . bin2hex(random_bytes(4)), 0.0)?->release();
        }

        return $this->refusal !== null;
    }

    /** @return array{kind: 'named'|'row'|'file', why: string} which lock is in use, and why if it is a row */
    public function facts(): array
    {
        if ($this->database->isSqlite()) {
            return ['kind' => 'file', 'why' => ''];
        }

        return $this->refuses() ? ['kind' => 'row', 'why' => (string) $this->refusal] : ['kind' => 'named', 'why' => ''];
    }

    private function takeFromDatabase(float $patience): ?HeldLock
    {
        $lock = $this->refusal === null ? $this->takeName($this->name(), $patience) : null;

        return $this->refusal === null ? $lock : (new RowLock($this->row, $this->clock))->take($patience);
    }

    /** Takes a lock of the database, or notes that it refuses to give any. */
    private function takeName(string $name, float $patience): ?HeldLock
    {
        try {
            $answer = $this->ask('SELECT GET_LOCK(?, ?) AS answer', [$name, $patience]);
        } catch (QueryException $failure) {
            if (!in_array((int) ($failure->errorInfo[1] ?? 0), self::PASSING, true)) {
                $this->refusal = Text::line(($failure->getPrevious() ?? $failure)->getMessage(), 200);
            }

            return null;
        }
        if ($answer !== 1) {
            return null;
        }

        return new HeldLock(
            static fn (Builder $query): Builder => $query->whereRaw('IS_USED_LOCK(?) = CONNECTION_ID()', [$name]),
            fn (): ?int => $this->ask('SELECT RELEASE_LOCK(?) AS answer', [$name]),
        );
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

        return new HeldLock(static fn (Builder $query): Builder => $query, static fn (): bool => fclose($file));
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
