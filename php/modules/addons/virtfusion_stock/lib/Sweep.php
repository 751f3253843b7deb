<?php

/*
 * Recalculations: products read, panels asked, quantities published, the ledger and the logs kept. Two never
 * interleave their writes; one that cannot start is marked as owed. Exceptions reach the caller, which is an
 * entry point that logs them.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Sweep
{
    /** How often one process sweeps at most, when others could not start while it did. */
    private const ROUNDS = 3;

    /** Seconds to wait for another: longer than a cart page holds the lock. */
    private const PATIENCE = 2.0;

    /** Seconds to wait after being marked as blocked: the other may just have finished without seeing the mark. */
    private const SECOND_PATIENCE = 0.25;

    /** @param string $occasion what caused it, for the log */
    public static function all(string $occasion): Outcome
    {
        $settings = Settings::load();
        for ($round = 1;; $round++) {
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
                $outcome = self::publish(Products::controlled(), $settings, null, $lock);
                Journal::sweep($outcome->readings, $occasion, $settings->previewOnly);
                if ($outcome->failed()) {
                    $coalescing->fail();

                    return $outcome;
                }
                if ($round === self::ROUNDS) {
                    $coalescing->settleForGood($lock);

                    return $outcome;
                }
                if ($coalescing->settle($lock)) {
                    return $outcome;
                }
            } finally {
                $lock->release();
            }
        }
    }

    /**
     * One product. It settles nothing: what is owed is a recalculation of all.
     *
     * @param float|null $deadline seconds for the panel
     */
    public static function one(int $product, ?float $deadline): Outcome
    {
        $lock = Lock::take(0);
        if ($lock === null) {
            return Outcome::blocked();
        }
        try {
            return self::publish(Products::controlledOne($product), Settings::load(), $deadline, $lock);
        } finally {
            $lock->release();
        }
    }

    /** What a recalculation would do. Nothing is written anywhere. */
    public static function preview(): Outcome
    {
        return Outcome::of((new Measurement(Settings::load()))->take(Products::controlled()));
    }

    /** @param array<int, array<string, mixed>> $products */
    private static function publish(array $products, Settings $settings, ?float $deadline, Lock $lock): Outcome
    {
        $readings = (new Measurement($settings))->take($products, $deadline);
        if (!$settings->previewOnly) {
            Publication::publish($readings, $lock);
        }
        Journal::turns($readings, Ledger::record($readings));

        return Outcome::of($readings);
    }
}
