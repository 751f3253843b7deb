<?php

/*
 * Recalculates products: reads them, asks the panels, publishes the quantities, and keeps the ledger and the logs. Two sweeps never
 * interleave their writes; one that cannot start is marked as owed. Exceptions reach the caller, an entry point, which logs them.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Closure;
use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Order\Holds;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Sweep
{
    /** The most sweeps that one call runs, if others could not start meanwhile. */
    private const ROUNDS = 3;

    /** Seconds to wait for another sweep: longer than a cart page holds the lock. */
    private const PATIENCE = 2.0;

    /** Seconds to wait after being marked as blocked: the other sweep may have ended just before it could see the mark. */
    private const SECOND_PATIENCE = 0.25;

    /** Seconds for the panels when none are left: what is cached is found in them. */
    private const LEAST = 0.05;

    public function __construct(private Shop $shop)
    {
    }

    /**
     * Recalculates every stock-controlled product.
     *
     * @param string $occasion what caused it, for the log
     * @param (Closure(Step): void)|null $tell is called with its progress
     * @param float|null $until when to stop waiting for the panels, in seconds of Clock::elapsed(); null for the extension's own
     *     time-outs
     */
    public function all(string $occasion, ?Closure $tell = null, ?float $until = null): Outcome
    {
        for ($round = 1; $round < self::ROUNDS; $round++) {
            $isLast = $until !== null && $this->shop->clock->elapsed() >= $until;
            $outcome = $this->round($occasion, $tell, $isLast, $until);
            if ($outcome !== null || $isLast) {
                return $outcome ?? Outcome::blocked();
            }
            $this->shop->reread();
        }

        return $this->round($occasion, $tell, true, $until) ?? Outcome::blocked();
    }

    /**
     * The same, past the cache: for somebody who asks for it.
     *
     * @param string $occasion what caused it, for the log
     * @param (Closure(Step): void)|null $tell is called with its progress
     */
    public function allUncached(string $occasion, ?Closure $tell = null): Outcome
    {
        $this->shop->cacheInvalidation()->everythingOf($this->shop->products()->controlled());

        return $this->all($occasion, $tell);
    }

    /**
     * Recalculates one product, within the cart deadline. It settles nothing, because what is owed is a sweep of all products. In most
     * cases the result is published and recorded already; the lock is taken only if there is something to write.
     *
     * @param float|null $most seconds, if they are fewer than the cart deadline
     */
    public function one(int $product, ?float $most = null): Outcome
    {
        $snapshot = CartSnapshot::of($this->shop, $product);
        if ($snapshot === null) {
            return Outcome::of([]);
        }
        if (!$snapshot->isFree) {
            return Outcome::blocked();
        }
        $settings = $snapshot->settings;
        $deadline = min($settings->decimal('cart_deadline'), $most ?? INF);
        $until = $this->shop->clock->elapsed() + $deadline;
        $states = Ledger::states(array_filter([$product => $snapshot->entry]));
        $measurement = new Measurement($this->shop, $settings, $snapshot->panels);
        $readings = $measurement->take([$product => $snapshot->product], $deadline, $states);
        $this->count($measurement);
        $reading = $readings[$product];
        $isPublished = !$reading->differs() || $settings->isPreview();
        if ($isPublished && $this->shop->ledger()->holds($snapshot->entry, $reading)) {
            return Outcome::of($readings);
        }
        $lock = $this->shop->lock()->take(0);
        if ($lock === null) {
            return Outcome::blocked();
        }
        try {
            if ($reading->known()) {
                // Another process may have published something newer since: measured once more, from the cache.
                $left = max(self::LEAST, $until - $this->shop->clock->elapsed());
                $measurement = new Measurement($this->shop, $settings, $this->shop->panels());

                return $this->publish($this->shop->products()->controlledOne($product), $measurement, $left, $lock);
            }
            $before = $this->shop->ledger()->read([$product]);
            $this->record($readings, $before);

            return $this->outcome($readings, $before);
        } finally {
            $lock->release();
        }
    }

    /** Recalculates one product past the cache, for somebody who asks for it. Like one(), it settles nothing. */
    public function oneUncached(int $product): Outcome
    {
        $products = $this->shop->products()->controlledOne($product);
        $this->shop->cacheInvalidation()->everythingOf($products);
        $lock = $this->shop->lock()->take(self::PATIENCE);
        if ($lock === null) {
            $this->shop->pendingSweep()->oweBlocked();

            return Outcome::blocked();
        }
        try {
            $outcome = $this->publish($products, $this->measurement(null), null, $lock);
            if ($outcome->retryAt !== null) {
                $this->shop->pendingSweep()->dueBy($outcome->retryAt);
            }

            return $outcome;
        } finally {
            $lock->release();
        }
    }

    /**
     * Recalculates the products of these orders and those that share a group with them, from the cache. If all become known and nothing else
     * is owed, that is settled.
     *
     * @param list<int> $orders
     * @param SweepState $before as it was before the orders asked for this
     * @param float $until when to stop waiting for the panels, in seconds of Clock::elapsed()
     */
    public function sharing(array $orders, SweepState $before, float $until): Outcome
    {
        $pending = $this->shop->pendingSweep();
        $onOrder = OnOrder::read($this->shop, $this->shop->settings(), $this->shop->panels());
        if ($onOrder->error !== null) {
            // The sweep that stays owed says so.
            return Outcome::of([]);
        }
        $products = $this->productsBeside($onOrder->holds, $orders);
        $lock = $products === [] ? null : $this->shop->lock()->take(self::PATIENCE);
        if ($lock === null && $products !== []) {
            $pending->oweBlocked();

            return Outcome::blocked();
        }
        try {
            $left = max(self::LEAST, $until - $this->shop->clock->elapsed());
            $outcome = $lock === null ? Outcome::of([]) : $this->publish($products, $this->measurement(null), $left, $lock);
            $end = $onOrder->holds->firstEnd();
            if ($end !== null) {
                $pending->dueBy($end);
            }
            if (!in_array(null, $outcome->quantities(), true)) {
                $pending->settleOne($before);
            }

            return $outcome;
        } finally {
            $lock?->release();
        }
    }

    /**
     * What allUncached() would do. It writes nothing.
     *
     * @param (Closure(Step): void)|null $tell is called with its progress
     */
    public function preview(?Closure $tell = null): Outcome
    {
        $products = $this->shop->products()->controlled();
        $this->shop->cacheInvalidation()->everythingOf($products);

        return Outcome::of($this->measurement($tell)->take($products));
    }

    /**
     * What one product's quantity would be, past the cache. It writes nothing.
     *
     * @param Product $product one that is stock-controlled
     * @param (Closure(Step): void)|null $tell is called with its progress
     */
    public function explain(Product $product, ?Closure $tell = null): Reading
    {
        $products = [$product->id => $product];
        $this->shop->cacheInvalidation()->everythingOf($products);

        return $this->measurement($tell)->take($products)[$product->id];
    }

    /**
     * @param (Closure(Step): void)|null $tell
     * @param bool $isLast whether requests that are blocked meanwhile stay owed
     * @return Outcome|null null if another sweep could not start meanwhile, or the lock was lost: sweep again
     */
    private function round(string $occasion, ?Closure $tell, bool $isLast, ?float $until): ?Outcome
    {
        $pending = $this->shop->pendingSweep();
        $lock = $this->shop->lock()->take(self::PATIENCE);
        if ($lock === null) {
            $pending->oweBlocked();
            $lock = $this->shop->lock()->take(self::SECOND_PATIENCE);
        }
        if ($lock === null) {
            return Outcome::blocked();
        }
        try {
            $began = $pending->read();
            $left = $until === null ? null : max(self::LEAST, $until - $this->shop->clock->elapsed());
            $measurement = $this->measurement($tell);
            $products = $this->shop->products()->controlled();
            $now = $this->shop->clock->now();
            $isLook = $began->lookAt !== null && $began->lookAt <= $now;
            if ($isLook) {
                $this->shop->cacheInvalidation()->groupsOf($products);
            }
            // The panels answer while orders and ledger are read.
            $measurement->prefetch($products, $left, $began->movedAt);
            $outcome = $this->publish($products, $measurement, $left, $lock);
            $this->shop->journal()->sweep($outcome->readings, $occasion, $this->shop->settings()->isPreview());
            $look = $isLook ? $this->shop->looks()->next($now) : $began->lookAt;
            $moments = array_filter([$measurement->firstEnd(), $outcome->retryAt, $look], 'is_int');
            $isSettled = $pending->settle($began, $lock, $isLast, $moments === [] ? null : min($moments));
            if ($isSettled && $isLook) {
                $this->shop->looks()->remove($now);
            }

            return $isSettled || $isLast ? $outcome : null;
        } finally {
            $lock->release();
        }
    }

    /**
     * @param list<int> $orders
     * @return array<int, Product> those of the orders, and those that can be placed in a group of one of their services
     */
    private function productsBeside(Holds $holds, array $orders): array
    {
        $groups = [];
        $ordered = [];
        foreach ($holds->all as $hold) {
            if ($hold->panel !== null && in_array($hold->order, $orders, true)) {
                $groups[$hold->panel][] = $hold->size['group'];
                // WHMCS has lowered the ordered product's number, wherever the server will be.
                $ordered[$hold->product] = true;
            }
        }

        return array_filter(
            $groups === [] ? [] : $this->shop->products()->controlled(),
            function (Product $product) use ($groups, $ordered): bool {
                $panel = $this->shop->panels()->for($product)?->id;
                $isBeside = $panel !== null && array_intersect($product->groups(), $groups[$panel] ?? []) !== [];

                return $isBeside || isset($ordered[$product->id]);
            },
        );
    }

    /** @param (Closure(Step): void)|null $tell */
    private function measurement(?Closure $tell): Measurement
    {
        return new Measurement($this->shop, $this->shop->settings(), $this->shop->panels(), $tell);
    }

    /** @param array<int, Product> $products */
    private function publish(array $products, Measurement $measurement, ?float $deadline, HeldLock $lock): Outcome
    {
        $before = $products === [] ? [] : $this->shop->ledger()->read(array_keys($products));
        $readings = $measurement->take($products, $deadline, Ledger::states($before));
        if (!$measurement->settings->isPreview()) {
            (new Publisher($this->shop->database, $this->shop->products()))->publish($readings, $lock);
        }
        $this->record($readings, $before);
        $this->count($measurement);

        return $this->outcome($readings, $before);
    }

    /** Adds what was asked to the panels' counts. Nothing depends on them, so a failure is only logged. */
    private function count(Measurement $measurement): void
    {
        try {
            $this->shop->panelCounts()->add($measurement->usage());
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('counting requests', $failure);
        }
    }

    /**
     * @param array<int, Reading> $readings
     * @param array<int, Entry> $before
     */
    private function outcome(array $readings, array $before): Outcome
    {
        $retries = new Retries($this->shop->clock->now(), $this->shop->settings()->whole('cron_interval'));

        return Outcome::of($readings, $retries->first($readings, $before));
    }

    /**
     * @param array<int, Reading> $readings
     * @param array<int, Entry> $before
     */
    private function record(array $readings, array $before): void
    {
        $this->shop->ledger()->record($readings, $before);
        $this->shop->journal()->turns($readings, $before);
        try {
            $this->shop->recorder()->record($readings, $before, $this->shop->settings());
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('writing the history', $failure);
        }
    }
}
