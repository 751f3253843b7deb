<?php

/*
 * Which recalculations are owed, and when the last one was: one row in the database, so that it survives
 * restarts and every process sees it. A request counts `requested` up before anything else happens, and only a
 * sweep that began after it moves `settled` there: the last event of a burst is never lost.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Illuminate\Database\Query\Builder;
use WHMCS\Database\Capsule;

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
            $row->swept_at ?? null,
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
     * @return bool false when nothing was settled, because another could not start meanwhile or the lock was lost:
     *     sweep once more
     */
    public function settle(Lock $lock): bool
    {
        $unblocked = Capsule::table(Tables::STATE)->where('blocked', $this->blocked);

        return self::finish($lock->guard($unblocked), ['settled' => $this->requested]);
    }

    /** As settle(), for a sweep that is the last of its process whatever was blocked meanwhile. */
    public function settleForGood(Lock $lock): void
    {
        self::finish($lock->guard(Capsule::table(Tables::STATE)), ['settled' => $this->requested]);
    }

    /** Ends a sweep that found nothing out: it stays owed. */
    public function fail(): void
    {
        $owed = $this->isOwed() ? [] : ['requested' => Capsule::raw('requested + 1')];
        self::finish(Capsule::table(Tables::STATE), $owed);
    }

    /** @param array<string, mixed> $changes */
    private static function finish(Builder $query, array $changes): bool
    {
        return $query->where('id', 1)->update($changes + [
            'sweeps' => Capsule::raw('sweeps + 1'),
            'swept_at' => gmdate('Y-m-d H:i:s'),
        ]) > 0;
    }

    /** @param list<string> $counters */
    private static function count(array $counters): void
    {
        $changes = [];
        foreach ($counters as $counter) {
            $changes[$counter] = Capsule::raw("{$counter} + 1");
        }
        $update = static fn (): int => Capsule::table(Tables::STATE)->where('id', 1)->update($changes);
        if (Tables::mended($update) === 0) {
            Tables::install();
            $update();
        }
    }

    private static function row(): ?object
    {
        return Capsule::table(Tables::STATE)->where('id', 1)
            ->first(['requested', 'settled', 'blocked', 'swept_at']);
    }
}
