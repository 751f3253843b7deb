<?php

/*
 * Keeps which sweep is owed, in the database, so that it survives restarts and every process sees it. A request counts `requested`
 * up before anything else happens; only a sweep that began after it moves `settled` up to it. The last event of a burst is
 * therefore never lost.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\Query\Builder;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;

final class PendingSweep
{
    public function __construct(private StateRow $row, private Clock $clock)
    {
    }

    public function read(): SweepState
    {
        $row = $this->row->read(['requested', 'settled', 'blocked', 'swept_at']);

        return new SweepState(
            (int) ($row['requested'] ?? 0),
            (int) ($row['settled'] ?? 0),
            (int) ($row['blocked'] ?? 0),
            Moment::seconds(isset($row['swept_at']) ? (string) $row['swept_at'] : null),
        );
    }

    /** Marks a sweep as owed. */
    public function owe(): void
    {
        $this->row->change(['requested' => $this->row->next('requested')]);
    }

    /** Marks as owed a sweep that could not start because another one ran. */
    public function oweBlocked(): void
    {
        $this->row->change(['requested' => $this->row->next('requested'), 'blocked' => $this->row->next('blocked')]);
    }

    /** Whether a sweep is due now. */
    public function isDue(int $interval): bool
    {
        return $this->read()->isDue($this->clock->now(), $interval);
    }

    /**
     * Ends a sweep, under its lock.
     *
     * @param SweepState $began as it was when the sweep began
     * @param bool $isLast whether this process will not sweep again: then requests that were blocked meanwhile stay owed
     * @return bool false if nothing was settled, because another sweep could not start meanwhile or the lock was lost: sweep again
     */
    public function settle(SweepState $began, HeldLock $lock, bool $isLast): bool
    {
        $query = $lock->guard($this->row->query());

        return $this->finish($isLast ? $query : $query->where('blocked', $began->blocked), ['settled' => $began->requested]);
    }

    /** Ends a sweep that found no quantity: it stays owed. */
    public function fail(SweepState $began): void
    {
        $this->finish($this->row->query(), $began->isOwed() ? [] : ['requested' => $this->row->next('requested')]);
    }

    /** @param array<string, mixed> $changes */
    private function finish(Builder $query, array $changes): bool
    {
        $changes += ['sweeps' => $this->row->next('sweeps'), 'swept_at' => Moment::text($this->clock->now())];

        return $this->row->changeIf($query, $changes);
    }
}
