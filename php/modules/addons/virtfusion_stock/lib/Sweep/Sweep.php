<?php

/*
 * Recalculations: products read, panels asked, quantities published, the ledger and the logs kept. Two never
 * interleave their writes; one that cannot start is marked as owed. Exceptions reach the caller, which is an
 * entry point that logs them.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Closure;
use WHMCS\Module\Addon\VirtfusionStock\Journal;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Writer;
use WHMCS\Module\Addon\VirtfusionStock\Product;
use WHMCS\Module\Addon\VirtfusionStock\Products;
use WHMCS\Module\Addon\VirtfusionStock\Settings;

final class Sweep
{
    /** How often one process sweeps at most, when others could not start while it did. */
    private const ROUNDS = 3;

    /** Seconds to wait for another: longer than a cart page holds the lock. */
    private const PATIENCE = 2.0;

    /** Seconds to wait after being marked as blocked: the other may just have finished without seeing the mark. */
    private const SECOND_PATIENCE = 0.25;

    /**
     * @param string $occasion what caused it, for the log
     * @param (Closure(Step): void)|null $tell hears how far it is
     */
    public static function all(string $occasion, ?Closure $tell = null): Outcome
    {
        $settings = Settings::load();
        for ($round = 1; $round < self::ROUNDS; $round++) {
            $outcome = self::round($occasion, $settings, $tell, false);
            if ($outcome !== null) {
                return $outcome;
            }
        }

        return self::round($occasion, $settings, $tell, true) ?? Outcome::blocked();
    }

    /**
     * For somebody who asks for it: past what is cached.
     *
     * @param string $occasion what caused it, for the log
     * @param (Closure(Step): void)|null $tell hears how far it is
     */
    public static function allAnew(string $occasion, ?Closure $tell = null): Outcome
    {
        Forgetting::everythingOf(Products::controlled());

        return self::all($occasion, $tell);
    }

    /**
     * @param (Closure(Step): void)|null $tell
     * @param bool $isLast what could not start meanwhile stays owed
     * @return Outcome|null null when another could not start meanwhile, or the lock was lost: once more
     */
    private static function round(string $occasion, Settings $settings, ?Closure $tell, bool $isLast): ?Outcome
    {
        $lock = Lock::take(self::PATIENCE);
        if ($lock === null) {
            Coalescing::oweBlocked();
            $lock = Lock::take(self::SECOND_PATIENCE);
        }
        if ($lock === null) {
            return Outcome::blocked();
        }
        try {
            $coalescing = Coalescing::read();
            $outcome = self::publish(Products::controlled(), $settings, null, $lock, $tell);
            Journal::sweep($outcome->readings, $occasion, $settings->previewOnly);
            if ($outcome->failed()) {
                $coalescing->fail();

                return $outcome;
            }

            return $coalescing->settle($lock, $isLast) || $isLast ? $outcome : null;
        } finally {
            $lock->release();
        }
    }

    /**
     * One product, while somebody waits. It settles nothing: what is owed is a recalculation of all. Most find what is
     * published and recorded already; the lock is taken only when there is something to write.
     */
    public static function one(int $product): Outcome
    {
        $glance = Glance::at($product);
        if ($glance === null) {
            return Outcome::of([]);
        }
        if (!$glance->isFree) {
            return Outcome::blocked();
        }
        $settings = $glance->settings;
        $until = microtime(true) + $settings->cartDeadline;
        $states = Ledger::states(array_filter([$product => $glance->entry]));
        $readings = (new Measurement($settings, null, $glance->panels))
            ->take([$product => $glance->product], $settings->cartDeadline, $states);
        $reading = $readings[$product];
        if (Ledger::holds($glance->entry, $reading) && ($settings->previewOnly || !$reading->differs())) {
            return Outcome::of($readings);
        }
        $lock = Lock::take(0);
        if ($lock === null) {
            return Outcome::blocked();
        }
        try {
            if ($reading->known()) {
                // Another may have published something newer since: measured once more, from the cache.
                $left = max(0.05, $until - microtime(true));

                return self::publish(Products::controlledOne($product), $settings, $left, $lock);
            }
            self::record($readings, Ledger::read([$product]));

            return Outcome::of($readings);
        } finally {
            $lock->release();
        }
    }

    /**
     * What allAnew() would do. Nothing is written anywhere.
     *
     * @param (Closure(Step): void)|null $tell hears how far it is
     */
    public static function preview(?Closure $tell = null): Outcome
    {
        $products = Products::controlled();
        Forgetting::everythingOf($products);

        return Outcome::of((new Measurement(Settings::load(), $tell))->take($products));
    }

    /**
     * @param array<int, Product> $products
     * @param (Closure(Step): void)|null $tell
     */
    private static function publish(
        array $products,
        Settings $settings,
        ?float $deadline,
        Lock $lock,
        ?Closure $tell = null,
    ): Outcome {
        $before = $products === [] ? [] : Ledger::read(array_keys($products));
        $readings = (new Measurement($settings, $tell))->take($products, $deadline, Ledger::states($before));
        if (!$settings->previewOnly) {
            Publication::publish($readings, $lock);
        }
        self::record($readings, $before);

        return Outcome::of($readings);
    }

    /**
     * @param array<int, Reading> $readings
     * @param array<int, Entry> $before
     */
    private static function record(array $readings, array $before): void
    {
        Writer::record($readings, $before);
        Journal::turns($readings, $before);
    }
}
