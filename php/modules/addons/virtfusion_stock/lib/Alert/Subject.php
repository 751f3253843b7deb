<?php

/*
 * What is remembered of one product or order: its last readings, the state that was reported, and when each event was reported last. A row of
 * mod_virtfusion_stock_alert. Times are seconds since the epoch.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Subject
{
    /** Seconds in which the same state is not reported again. */
    public const PERIOD = 86400;

    private const EVENTS = [Alarm::SOLD_OUT, Alarm::LOW, Alarm::BACK, Alarm::NOT_UPDATED, Alarm::ORDER_WITHOUT_ROOM, Alarm::REFUSED];

    /** @var list<int> quantities, the newest last */
    public array $readings = [];

    /** The reading that was looked at last. */
    private ?int $seenAt = null;

    /** SOLD_OUT or LOW; null if neither was reported, or it is back. */
    private ?string $reported = null;

    /** Whether the quantity has left that state since it was last seen in it. */
    private bool $hasLeft = false;

    /** @var array<string, int> by event */
    private array $toldAt = [];

    public function __construct(public readonly string $key)
    {
    }

    /** @param object $row of mod_virtfusion_stock_alert */
    public static function of(object $row): self
    {
        $columns = get_object_vars($row);
        $subject = new self((string) ($columns['subject'] ?? ''));
        $readings = (string) ($columns['readings'] ?? '');
        $subject->readings = $readings === '' ? [] : array_map('intval', explode(',', $readings));
        $subject->seenAt = self::moment($columns['seen_at'] ?? null);
        $subject->reported = isset($columns['reported']) ? (string) $columns['reported'] : null;
        $subject->hasLeft = (int) ($columns['has_left'] ?? 0) === 1;
        foreach (self::EVENTS as $event) {
            $at = self::moment($columns["{$event}_at"] ?? null);
            $subject->toldAt += $at === null ? [] : [$event => $at];
        }

        return $subject;
    }

    /** @return array<string, string|int|null> the row */
    public function row(): array
    {
        $row = [
            'subject' => $this->key,
            'readings' => implode(',', $this->readings),
            'seen_at' => $this->seenAt === null ? null : Moment::text($this->seenAt),
            'reported' => $this->reported,
            'has_left' => (int) $this->hasLeft,
        ];
        foreach (self::EVENTS as $event) {
            $row["{$event}_at"] = isset($this->toldAt[$event]) ? Moment::text($this->toldAt[$event]) : null;
        }

        return $row;
    }

    /**
     * Adds what the ledger has read since the last time.
     *
     * @return bool whether there was anything new
     */
    public function add(Entry $entry, StockRule $rule): bool
    {
        $isNew = $entry->knownAt !== null && ($this->seenAt === null || $entry->knownAt > $this->seenAt);
        if (!$isNew || $entry->quantity === null) {
            return false;
        }
        $hasChanged = $entry->changedAt !== null && ($this->seenAt === null || $entry->changedAt > $this->seenAt);
        $new = [$entry->quantity];
        if ($hasChanged) {
            $isBefore = $entry->previous !== null && $entry->previous !== (end($this->readings) === false ? null : end($this->readings));
            $new = [
                ...($isBefore ? [(int) $entry->previous] : []),
                $entry->quantity,
                ...($entry->changedAt < $entry->knownAt ? [$entry->quantity] : []),
            ];
        }
        $this->seenAt = $entry->knownAt;
        $this->readings = array_slice([...$this->readings, ...$new], -StockRule::READINGS);
        foreach ($new as $quantity) {
            $this->hasLeft = $this->hasLeft || ($this->reported !== null && !$rule->isIn($this->reported, $quantity));
        }

        return true;
    }

    /**
     * Whether a state of the stock that counts is something new.
     *
     * @param string $event SOLD_OUT, LOW or BACK
     */
    public function isNews(string $event): bool
    {
        return match ($event) {
            Alarm::BACK => $this->reported !== null,
            Alarm::LOW => $this->reported === null || ($this->reported === $event && $this->hasLeft),
            default => $this->reported !== $event || $this->hasLeft,
        };
    }

    /** Whether the same was not reported within the period. */
    public function isAllowed(string $event, int $now): bool
    {
        $at = $this->toldAt[$event] ?? null;

        // A moment ahead comes from a clock that was wrong.
        return $at === null || $at > $now || $now - $at >= self::PERIOD;
    }

    /** When the event was reported last; null if that is forgotten. */
    public function toldAt(string $event): ?int
    {
        return $this->toldAt[$event] ?? null;
    }

    public function report(string $event, int $now): void
    {
        $this->toldAt[$event] = $now;
        if (in_array($event, [Alarm::SOLD_OUT, Alarm::LOW, Alarm::BACK], true)) {
            $this->reported = $event === Alarm::BACK ? null : $event;
            $this->hasLeft = false;
        }
    }

    /** Notes that the quantity is in the state that was reported. */
    public function stays(string $event): void
    {
        $this->hasLeft = $this->hasLeft && $event !== $this->reported;
    }

    /** Whether nothing in it has to be remembered. */
    public function isForgettable(StockRule $rule, int $now): bool
    {
        $recent = array_filter($this->toldAt, static fn (int $at): bool => $at > $now - self::PERIOD);

        return $this->reported === null && $recent === [] && in_array($rule->seen($this->readings), [Alarm::BACK, null], true)
            && array_filter($this->readings, static fn (int $quantity): bool => !$rule->isIn(Alarm::BACK, $quantity)) === [];
    }

    private static function moment(mixed $text): ?int
    {
        return $text === null ? null : Moment::seconds((string) $text);
    }
}
