<?php

/*
 * Finds what is to be reported about products: sold out, low, back, not updated. It reads the ledger. What is not known is neither sold out
 * nor back.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class ProductWatch
{
    /** Kinds of failure that follow from another one: the panel was not asked, or another process asked it. */
    private const FOLLOWING = ['closed', 'elsewhere'];

    /** The kind of cause when nobody recalculates. */
    private const STALE = 'stale';

    private bool $hasUncounted = false;

    /**
     * @param int $unknown seconds for which a product may be not known
     * @param int $stale seconds after which nobody recalculates any more
     */
    public function __construct(
        private Ledger $ledger,
        private Panels $panels,
        private StockRule $rule,
        private int $unknown,
        private int $stale,
        private int $now,
    ) {
    }

    /**
     * @param array<int, Product> $products by id
     * @param array<int, Entry> $entries their entries in the ledger, without summaries
     * @return list<Alarm> each is noted in its subject
     */
    public function alarms(array $products, array $entries, Subjects $subjects): array
    {
        $entries = array_intersect_key($entries, $products);

        return [...$this->stock($products, $entries, $subjects), ...$this->notUpdated($products, $entries, $subjects)];
    }

    /** Whether a state of a product was seen once, so that one more reading would tell whether it counts. */
    public function hasUncounted(): bool
    {
        return $this->hasUncounted;
    }

    /**
     * @param array<int, Product> $products
     * @param array<int, Entry> $entries
     * @return list<Alarm>
     */
    private function stock(array $products, array $entries, Subjects $subjects): array
    {
        $counted = [];
        $others = [];
        foreach ($products as $id => $product) {
            $subject = $subjects->product($id);
            $entry = $entries[$id] ?? null;
            $isNew = $entry !== null && $subject->add($entry, $this->rule);
            $event = $this->rule->seen($subject->readings);
            if ($entry === null || $entry->failures > 0 || $event === null) {
                continue;
            }
            if ($subject->isNews($event) && $subject->isAllowed($event, $this->now)) {
                if ($isNew && $this->rule->counts($subject->readings)) {
                    $counted[$id] = $event;
                } else {
                    $others[$id] = $event;
                }
            } elseif ($isNew) {
                $subject->stays($event);
            }
        }
        $alarms = $this->make($products, $counted);
        $alarms += $alarms === [] ? [] : $this->ofSameCause($this->make($products, $others), $alarms);
        $this->hasUncounted = array_diff_key($others, $alarms) !== [];
        foreach ($alarms as $id => $alarm) {
            $subjects->product($id)->report($alarm->event, $this->now);
        }

        return array_values($alarms);
    }

    /**
     * @param array<int, Product> $products
     * @param array<int, string> $events by product
     * @return array<int, Alarm> by product
     */
    private function make(array $products, array $events): array
    {
        $entries = $events === [] ? [] : $this->ledger->all();
        $alarms = [];
        foreach (array_intersect_key($events, $entries) as $id => $event) {
            $panel = $this->panels->for($products[$id]);
            $causes = $event === Alarm::BACK
                ? Cause::ofRoom($products[$id], $panel)
                : Cause::ofQuantity($products[$id], $entries[$id], $panel);
            $alarms[$id] = new Alarm($event, $causes, $id, $products[$id]->name, $entries[$id]->quantity);
        }

        return $alarms;
    }

    /**
     * Those that only the last recalculation has seen, of a cause that counts: one message names them all.
     *
     * @param array<int, Alarm> $others by product
     * @param array<int, Alarm> $counted by product
     * @return array<int, Alarm> by product
     */
    private function ofSameCause(array $others, array $counted): array
    {
        $keys = array_merge(...array_map(static fn (Alarm $alarm): array => $alarm->keys(), array_values($counted)));

        return array_filter($others, static fn (Alarm $alarm): bool => array_intersect($alarm->keys(), $keys) !== []);
    }

    /**
     * @param array<int, Product> $products
     * @param array<int, Entry> $entries
     * @return list<Alarm>
     */
    private function notUpdated(array $products, array $entries, Subjects $subjects): array
    {
        $kinds = $this->kinds($products, $entries);
        $alarms = [];
        foreach ($entries as $id => $entry) {
            $subject = $subjects->product($id);
            $since = $this->unknownSince($entry);
            if ($since === null || !$subject->isAllowed(Alarm::NOT_UPDATED, $this->now)) {
                continue;
            }
            $panel = $this->panels->for($products[$id]);
            $kind = $entry->failures > 0 ? self::kind($entry) : self::STALE;
            $kind = in_array($kind, self::FOLLOWING, true) ? $kinds[$panel->id ?? 0] ?? $kind : $kind;
            $subject->report(Alarm::NOT_UPDATED, $this->now);
            $cause = Cause::of($kind, $kind === self::STALE ? null : $panel);
            $alarms[] = new Alarm(Alarm::NOT_UPDATED, [$cause], $id, $products[$id]->name, null, $since);
        }

        return $alarms;
    }

    /** @return int|null since when a product is not known for too long, in seconds since the epoch; null if it is not */
    private function unknownSince(Entry $entry): ?int
    {
        [$since, $most] = $entry->failures > 0 ? [$entry->failingSince, $this->unknown] : [$entry->knownAt, $this->stale];

        return $entry->failures !== 1 && $since !== null && $this->now - $since >= $most ? $since : null;
    }

    /**
     * @param array<int, Product> $products
     * @param array<int, Entry> $entries
     * @return array<int, string> the kind of failure that others follow from, by panel
     */
    private function kinds(array $products, array $entries): array
    {
        $kinds = [];
        foreach ($entries as $id => $entry) {
            if ($entry->failures > 0 && !in_array(self::kind($entry), self::FOLLOWING, true)) {
                $kinds[$this->panels->for($products[$id])->id ?? 0] ??= self::kind($entry);
            }
        }

        return $kinds;
    }

    private static function kind(Entry $entry): string
    {
        return $entry->cause ?? $entry->reason;
    }
}
