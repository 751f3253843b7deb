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

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class PendingSweep
{
    public function __construct(private StateRow $row, private Clock $clock)
    {
    }

    public function read(): SweepState
    {
        $row = $this->row->read(['requested', 'settled', 'blocked', 'swept_at', 'due_at', 'moved_at', Looks::FIRST]);

        return new SweepState(
            (int) ($row['requested'] ?? 0),
            (int) ($row['settled'] ?? 0),
            (int) ($row['blocked'] ?? 0),
            Moment::seconds(isset($row['swept_at']) ? (string) $row['swept_at'] : null),
            Moment::seconds(isset($row['due_at']) ? (string) $row['due_at'] : null),
            Moment::seconds(isset($row['look_at']) ? (string) $row['look_at'] : null),
            $this->moment($row['moved_at'] ?? null),
        );
    }

    /** Marks a sweep as owed. */
    public function owe(): void
    {
        $this->row->change(['requested' => $this->row->next('requested')]);
    }

    /** Marks a sweep as owed because a panel's capacity has moved: answers that were asked for before now are not used any more. */
    public function moved(): void
    {
        $now = sprintf('%.6F', $this->clock->moment());
        $changes = ['requested' => $this->row->next('requested'), 'moved_at' => $this->row->latest('moved_at', $now)];
        $this->row->change($changes);
    }

    /** @return float|null the last moment at which a panel's capacity moved, in seconds since the epoch; null if none is known */
    public function movedAt(): ?float
    {
        return $this->moment($this->row->read(['moved_at'])['moved_at'] ?? null);
    }

    private function moment(mixed $moved): ?float
    {
        // A moment in the future, from a clock that was wrong, would refuse every answer.
        return is_numeric($moved) ? min((float) $moved, $this->clock->moment()) : null;
    }

    /** Makes a sweep due at this moment, in seconds since the epoch, unless one is due earlier. */
    public function dueBy(int $moment): void
    {
        $this->row->change(['due_at' => $this->row->earliest('due_at', Moment::text($moment))]);
    }

    /** Marks as owed a sweep that could not start because another one ran. */
    public function oweBlocked(): void
    {
        $this->row->change(['requested' => $this->row->next('requested'), 'blocked' => $this->row->next('blocked')]);
    }

    /**
     * Ends a sweep, under its lock.
     *
     * @param SweepState $began as it was when the sweep began
     * @param bool $isLast whether this process will not sweep again: then requests that were blocked meanwhile stay owed
     * @param int|null $next when the next sweep is due, in seconds since the epoch
     * @return bool false if nothing was settled, because another sweep could not start meanwhile or the lock was lost: sweep again
     */
    public function settle(SweepState $began, HeldLock $lock, bool $isLast, ?int $next = null): bool
    {
        $query = $lock->guard($this->row->query());
        $query = $isLast ? $query : $query->where('blocked', $began->blocked);

        return $this->finish($query, ['settled' => $began->requested], $next);
    }

    /**
     * Settles the one request that a recalculation of some products has answered in full. If anything else is owed, all of it stays.
     *
     * @param SweepState $before as it was before the request
     */
    public function settleOne(SweepState $before): void
    {
        $query = $this->row->query()->where('settled', $before->requested)->where('requested', $before->requested + 1);
        $this->row->changeIf($query, ['settled' => $before->requested + 1]);
    }

    /** @param array<string, mixed> $changes */
    private function finish(Builder $query, array $changes, ?int $next): bool
    {
        $now = Moment::text($this->clock->now());
        $changes += [
            'sweeps' => $this->row->next('sweeps'),
            'swept_at' => $now,
            'due_at' => $this->row->nextAfter('due_at', $now, $next === null ? null : Moment::text($next)),
        ];

        return $this->row->changeIf($query, $changes);
    }
}
