<?php

/*
 * How many days a product lasts, as a range, from the values of whole days: the robust slope of Theil and Sen with its quartiles. There is
 * none unless every condition of docs/admin-page.md holds, and `why` names the first that does not.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class SellOut
{
    /** Whole days with a value that a range needs. */
    private const LEAST_DAYS = 14;

    /** A longer range says nothing that the days could bear. */
    private const MOST_DAYS = 365;

    /** Capacity was added where what fits rises on one day by more than this, and by more than NOISE times its usual change. */
    private const LEAST_RISE = 2;
    private const NOISE = 3;

    /** The range reaches at least this many tenths of the days that the middle slope gives, to either side. */
    private const MARGIN = 1;

    private function __construct(
        /** Days; null if there is no range. */
        public readonly ?int $low,
        public readonly ?int $high,
        /** Why there is no range; null if there is one. */
        public readonly ?string $why,
        /** Whole days that it is taken from. */
        public readonly int $days,
        /** The resource that limits. */
        public readonly ?string $limit,
    ) {
    }

    /**
     * @param list<Day> $days without a hole, the oldest first, at most 90; the last one is today
     * @param Sample|null $present what is known now
     */
    public static function of(array $days, ?Sample $present): self
    {
        $left = $present?->available();
        if ($present === null || $left === null || $present->limit === null) {
            return self::none($present === null ? 'unknown' : 'unlimited', 0, $present);
        }
        if ($left === 0) {
            return self::none('sold_out', 0, $present);
        }
        $values = self::values($days, $present);
        $n = count($values);
        if ($n < self::LEAST_DAYS) {
            return self::none('too_short', $n, $present);
        }
        $slopes = self::slopes($values);
        [$steepest, $middle, $flattest] = array_map(
            static fn (float $part): float => $slopes[(int) round($part * (count($slopes) - 1))],
            [0.25, 0.5, 0.75],
        );
        $span = (int) array_key_last($values) - (int) array_key_first($values);
        if ($flattest >= 0 || -$middle * $span <= self::NOISE * self::usualChange($values)) {
            return self::none('not_falling', $n, $present);
        }
        $low = (int) floor(min($left / -$steepest, $left * (10 - self::MARGIN) / 10 / -$middle));
        $high = max($low + 2, (int) ceil(max($left / -$flattest, $left * (10 + self::MARGIN) / 10 / -$middle)));

        return $high > self::MOST_DAYS ? self::none('too_far', $n, $present) : new self($low, $high, null, $n, $present->limit);
    }

    private static function none(string $why, int $days, ?Sample $present): self
    {
        return new self(null, null, $why, $days, $present?->limit);
    }

    /**
     * What was left at the end of each whole day since capacity was added last, where the same resource limited as now.
     *
     * @param list<Day> $days
     * @return array<int, int> by number of the day
     */
    private static function values(array $days, Sample $present): array
    {
        $today = count($days) - 1;
        $fits = $left = [];
        foreach ($days as $number => $day) {
            $sample = $number < $today ? $day->last : $present;
            if ($sample !== null && $sample->fits !== null) {
                $fits[$number] = $sample->fits;
                $left[$number] = $sample->limit === $present->limit && $number < $today ? $sample->available() : null;
            }
        }
        $noise = max(self::LEAST_RISE, self::NOISE * self::usualChange(array_diff_key($fits, [$today => 0])));
        $values = [];
        $before = PHP_INT_MAX;
        foreach ($fits as $number => $fit) {
            if ($fit - $before > $noise) {
                $values = [];
            }
            $before = $fit;
            if (isset($left[$number])) {
                $values[$number] = $left[$number];
            }
        }

        return $values;
    }

    /**
     * The median of the changes from one day to the next, without their signs.
     *
     * @param array<int, int> $values by number of the day
     */
    private static function usualChange(array $values): float
    {
        $changes = [];
        foreach ($values as $number => $value) {
            if (isset($values[$number - 1])) {
                $changes[] = abs($value - $values[$number - 1]);
            }
        }
        sort($changes);

        return (float) ($changes[intdiv(count($changes), 2)] ?? 0);
    }

    /**
     * @param array<int, int> $values by number of the day, at most 90: 4,005 slopes
     * @return non-empty-list<float> a day, the steepest fall first
     */
    private static function slopes(array $values): array
    {
        $slopes = [];
        $numbers = array_keys($values);
        foreach ($numbers as $n => $later) {
            for ($m = 0; $m < $n; $m++) {
                $slopes[] = ($values[$later] - $values[$numbers[$m]]) / ($later - $numbers[$m]);
            }
        }
        sort($slopes);

        return $slopes === [] ? [0.0] : $slopes;
    }
}
