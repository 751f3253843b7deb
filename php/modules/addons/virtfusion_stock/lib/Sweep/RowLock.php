<?php

/*
 * The sweep lock for databases that refuse GET_LOCK, as clusters in strict mode do: a holder and an end in the addon's state row, by the
 * database's clock. Nobody ends it for a process that was killed, so it expires.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\Query\Builder;
use Illuminate\Database\QueryException;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class RowLock
{
    /** SQL: 1 if nobody holds it. */
    public const FREE = 'NOT EXISTS (SELECT 1 FROM ' . Tables::STATE . ' WHERE id = 1 AND lock_until > UNIX_TIMESTAMP())';

    /** Seconds after which it is anybody's: longer than a sweep takes. What a holder writes after that is refused once another has it. */
    public const LIFE = 300;

    /** Seconds between two tries. */
    private const POLL = 0.1;

    /** Error codes of a cluster in which another server was faster: deadlock, lock wait time-out. */
    private const LOST_RACE = [1205, 1213];

    public function __construct(private StateRow $row, private Clock $clock)
    {
    }

    /**
     * @param float $patience seconds to wait for it; 0: do not wait
     * @return HeldLock|null null if another holds it
     */
    public function take(float $patience): ?HeldLock
    {
        // Creates the row and its columns if they are missing.
        $this->row->read(['lock_until']);
        $holder = bin2hex(random_bytes(16));
        $until = $this->clock->elapsed() + $patience;
        while (!$this->claim($holder)) {
            if ($this->clock->elapsed() >= $until) {
                return null;
            }
            $this->clock->sleep(self::POLL);
        }

        return new HeldLock(
            static fn (Builder $query): Builder => self::guard($query, $holder),
            fn (): bool => $this->row->changeIf(
                $this->row->query()->where('lock_holder', $holder),
                ['lock_holder' => null, 'lock_until' => null],
            ),
        );
    }

    private function claim(string $holder): bool
    {
        $free = $this->row->query()->whereRaw('(lock_until IS NULL OR lock_until <= UNIX_TIMESTAMP())');
        try {
            return $this->row->changeIf($free, [
                'lock_holder' => $holder,
                'lock_until' => $this->row->raw('UNIX_TIMESTAMP() + ' . self::LIFE),
            ]);
        } catch (QueryException $failure) {
            if (in_array((int) ($failure->errorInfo[1] ?? 0), self::LOST_RACE, true)) {
                return false;
            }
            throw $failure;
        }
    }

    private static function guard(Builder $query, string $holder): Builder
    {
        // MySQL reads no table in an UPDATE of the same table.
        if ($query->from === Tables::STATE) {
            return $query->where('lock_holder', $holder);
        }

        return $query->whereExists(static function (Builder $row) use ($holder): void {
            $row->selectRaw('1')->from(Tables::STATE)->where('id', 1)->where('lock_holder', $holder);
        });
    }
}
