<?php

/*
 * Which recalculations are owed, and when the last one was: one row in the database, so that it survives
 * restarts and every process sees it. A request counts `requested` up before anything else happens, and only a
 * sweep that began after it moves `settled` there: the last event of a burst is never lost.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\Query\Builder;
use Illuminate\Database\Query\Expression;
use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Exchange;
use WHMCS\Module\Addon\VirtfusionStock\Tables;

final class Coalescing
{
    private function __construct(
        private int $requested,
        private int $settled,
        private int $blocked,
        private ?string $sweptAt,
    ) {
    }

    public static function read(): self
    {
        $row = Tables::mended(static fn (): ?object => self::row());
        if ($row === null) {
            Tables::install();
            $row = self::row();
        }

        return new self(
            (int) ($row->requested ?? 0),
            (int) ($row->settled ?? 0),
            (int) ($row->blocked ?? 0),
            isset($row->swept_at) ? (string) $row->swept_at : null,
        );
    }

    /** Marks a recalculation as owed. */
    public static function owe(): void
    {
        self::count(['requested']);
    }

    /** Marks it as owed by one that could not start because another was running. */
    public static function oweBlocked(): void
    {
        self::count(['requested', 'blocked']);
    }

    public function isOwed(): bool
    {
        return $this->requested > $this->settled;
    }

    /** @param int $interval seconds between two sweeps */
    public function isDue(int $interval): bool
    {
        $last = $this->sweptAt === null ? false : strtotime("{$this->sweptAt} UTC");

        return $this->isOwed() || $last === false || $last > time() || time() - $last >= $interval;
    }

    /** When the last full sweep ended: seconds since the epoch, null when there was none. */
    public function sweptAt(): ?int
    {
        $last = $this->sweptAt === null ? false : strtotime("{$this->sweptAt} UTC");

        return $last === false ? null : $last;
    }

    /**
     * Ends the sweep that began when this was read, under the lock.
     *
     * @param bool $isLast whether its process sweeps no more: then it settles what was owed before it, whatever was blocked
     *     meanwhile
     * @return bool false when nothing was settled, because another could not start meanwhile or the lock was lost:
     *     sweep once more
     */
    public function settle(Lock $lock, bool $isLast): bool
    {
        $query = $lock->guard(Capsule::table(Tables::STATE));

        return self::finish($isLast ? $query : $query->where('blocked', $this->blocked), ['settled' => $this->requested]);
    }

    /** Ends a sweep that found nothing out: it stays owed. */
    public function fail(): void
    {
        $owed = $this->isOwed() ? [] : ['requested' => self::raw('requested + 1')];
        self::finish(Capsule::table(Tables::STATE), $owed);
    }

    /** @param array<string, mixed> $changes */
    private static function finish(Builder $query, array $changes): bool
    {
        $changes += ['sweeps' => self::raw('sweeps + 1'), 'swept_at' => gmdate('Y-m-d H:i:s')];

        return Exchange::once(static fn (): int => $query->where('id', 1)->update($changes)) > 0;
    }

    /** @param list<string> $counters */
    private static function count(array $counters): void
    {
        $changes = [];
        foreach ($counters as $counter) {
            $changes[$counter] = self::raw("{$counter} + 1");
        }
        $update = static fn (): int => Capsule::table(Tables::STATE)->where('id', 1)->update($changes);
        if (Tables::mended($update) === 0) {
            Tables::install();
            $update();
        }
    }

    private static function raw(string $sql): Expression
    {
        return Capsule::connection()->raw($sql);
    }

    private static function row(): ?object
    {
        return Exchange::once(static fn (): ?object => Capsule::table(Tables::STATE)->where('id', 1)
            ->first(['requested', 'settled', 'blocked', 'swept_at']));
    }
}
