<?php

/*
 * The vertical axis of a chart: from 0 to a round number, with a few whole numbers on the way.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Scale
{
    /** The most steps from 0 to the top. */
    private const STEPS = 4;

    private const UNITS = ['bn' => 1_000_000_000, 'M' => 1_000_000, 'k' => 1000];

    private function __construct(public readonly int $step, public readonly int $top)
    {
    }

    /** @param int $highest that must have room, 0 or more */
    public static function upTo(int $highest): self
    {
        $step = $power = 1;
        while ($step * self::STEPS < $highest) {
            // 1, 2, 5, 10, 20, 50 …
            [$step, $power] = match ($step) {
                $power => [2 * $power, $power],
                2 * $power => [5 * $power, $power],
                default => [10 * $power, 10 * $power],
            };
        }

        return new self($step, max(1, intdiv($highest + $step - 1, $step)) * $step);
    }

    /** @return list<int> the numbers to label */
    public function numbers(): array
    {
        return range(0, $this->top, $this->step);
    }

    /** A short label: 1500 is 1.5k. */
    public static function label(int $number): string
    {
        foreach (self::UNITS as $unit => $size) {
            if ($number >= $size) {
                return rtrim(rtrim(number_format($number / $size, 1, '.', ''), '0'), '.') . $unit;
            }
        }

        return (string) $number;
    }
}
