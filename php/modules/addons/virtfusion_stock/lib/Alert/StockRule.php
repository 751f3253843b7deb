<?php

/*
 * What the last readings of a product's quantity mean: sold out at 0, low at or below a threshold, back above twice the threshold.
 * A state counts once two readings in a row have seen it. One reading in between starts the count again only if it is above twice the
 * threshold: a quantity that goes 4, 3, 4, 3 is low.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class StockRule
{
    /** Readings that the rule looks at. */
    public const READINGS = 3;

    public function __construct(private int $low)
    {
    }

    /**
     * The state that the newest reading sees.
     *
     * @param list<int> $readings the newest last
     * @return string|null an event of Alarm; null between the two thresholds, or without a reading
     */
    public function seen(array $readings): ?string
    {
        $newest = end($readings);

        return match (true) {
            $newest === false => null,
            $newest <= 0 => Alarm::SOLD_OUT,
            $newest <= $this->low => Alarm::LOW,
            $this->isBack($newest) => Alarm::BACK,
            default => null,
        };
    }

    /**
     * Whether the state that the newest reading sees was seen before.
     *
     * @param list<int> $readings the newest last
     */
    public function counts(array $readings): bool
    {
        $event = $this->seen($readings);
        [$newest, $before, $first] = [...array_reverse($readings), null, null, null];
        if ($event === null || $newest === null || $before === null) {
            return false;
        }
        $isBetween = $event !== Alarm::BACK && !$this->isBack($before);

        return $this->isIn($event, $before) || ($isBetween && $first !== null && $this->isIn($event, $first));
    }

    /** Whether a quantity is in the state. One that is sold out is low as well. */
    public function isIn(string $event, int $quantity): bool
    {
        return match ($event) {
            Alarm::SOLD_OUT => $quantity <= 0,
            Alarm::LOW => $quantity <= $this->low,
            default => $this->isBack($quantity),
        };
    }

    private function isBack(int $quantity): bool
    {
        return $quantity > 2 * $this->low;
    }
}
