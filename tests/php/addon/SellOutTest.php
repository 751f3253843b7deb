<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WHMCS\Module\Addon\VirtfusionStock\History\Day;
use WHMCS\Module\Addon\VirtfusionStock\History\Sample;
use WHMCS\Module\Addon\VirtfusionStock\History\SellOut;
use WHMCS\Module\Addon\VirtfusionStock\History\Span;

final class SellOutTest extends TestCase
{
    public function testASteadyFallGivesARangeAroundItsEnd(): void
    {
        self::assertSame([9, 11, null, 20], self::range(self::falling(60, 2, 20)), 'in 10 days');
        self::assertSame([45, 55, null, 20], self::range(self::falling(70, 1, 20)), 'in 50 days');
    }

    public function testAWeeklyPatternGivesOneRange(): void
    {
        $values = [150];
        for ($day = 1; $day <= 56; $day++) {
            $values[] = $values[$day - 1] - (in_array($day % 7, [5, 6], true) ? 0 : 2);
        }
        self::assertSame(70, end($values));

        self::assertSame([44, 54, null, 56], self::range($values), '10 a week: in 49 days');
    }

    public function testASingleLargeOrderIsNoTrend(): void
    {
        self::assertSame([null, null, 'not_falling', 30], self::range([...array_fill(0, 15, 50), ...array_fill(0, 16, 10)]));
    }

    public function testASingleLargeOrderLeavesTheSteadyRateWithinTheRange(): void
    {
        $values = self::falling(100, 1, 40);
        for ($day = 20; $day <= 40; $day++) {
            $values[$day] -= 10;
        }

        self::assertSame([33, 50, null, 40], self::range($values), '50 are left, at 1 a day');
    }

    public function testAddedCapacityStartsAgain(): void
    {
        $before = self::falling(80, 2, 30);
        $added = static fn (int $days): array => [...$before, ...self::falling(60, 2, $days)];

        self::assertSame([9, 11, null, 30], self::range($before));
        self::assertSame([null, null, 'too_short', 13], self::range($added(13)));
        self::assertSame([14, 18, null, 14], self::range($added(14)), '32 are left');
    }

    public function testCapacityThatWasAddedTodayStartsAgainToo(): void
    {
        $values = self::falling(80, 2, 30);

        self::assertSame([null, null, 'too_short', 0], self::range([...array_slice($values, 0, 30), 60]));
    }

    public function testAFewTerminationsAreNotAddedCapacity(): void
    {
        $values = self::falling(100, 2, 40);
        for ($day = 20; $day <= 40; $day++) {
            $values[$day] += 7;
        }

        [$low, $high, $why, $days] = self::range($values);

        self::assertSame([null, 40], [$why, $days], 'a rise of 5 is less than three times the usual change');
        self::assertSame([13, 17], [$low, $high], '27 are left, at 2 a day');
    }

    /** @return array<string, array{0: list<int|null>, 1: string}> */
    public static function withoutRange(): array
    {
        $noise = static fn (int $day): int => [0, 2, -1, 1, -2, 1, 0, -1, 2, -2][$day % 10];

        return [
            'flat' => [array_fill(0, 60, 20), 'not_falling'],
            'noise around a flat line' => [array_map(static fn (int $day): int => 20 + $noise($day), range(0, 60)), 'not_falling'],
            'rising' => [range(20, 80), 'not_falling'],
            'falling, then rising' => [[...range(60, 30), ...range(30, 60)], 'not_falling'],
            'two orders' => [[...array_fill(0, 10, 30), ...array_fill(0, 10, 20), ...array_fill(0, 11, 10)], 'not_falling'],
            'fewer than 14 whole days' => [self::falling(60, 2, 13), 'too_short'],
            'no history' => [[20], 'too_short'],
            'sold out' => [self::falling(40, 2, 20), 'sold_out'],
            'not known now' => [[...self::falling(60, 2, 20), null], 'unknown'],
            'more than a year' => [array_map(static fn (int $day): int => 1000 - intdiv($day, 2), range(0, 89)), 'too_far'],
        ];
    }

    /**
     * @dataProvider withoutRange
     * @param list<int|null> $values
     */
    public function testThereIsNoRangeWhereTheDocumentationSaysSo(array $values, string $why): void
    {
        $range = self::range($values);

        self::assertSame([null, null, $why], array_slice($range, 0, 3));
    }

    public function testGapsCountAsNoDaysAndChangeNothingElse(): void
    {
        $values = self::falling(80, 2, 30);
        $values[3] = $values[9] = $values[10] = $values[11] = $values[29] = null;
        self::assertSame([9, 11, null, 25], self::range($values));

        for ($day = 0; $day < 17; $day++) {
            $values[$day] = null;
        }
        self::assertSame([null, null, 'too_short', 12], self::range($values));
    }

    public function testOnlyDaysWithTheSameLimitCount(): void
    {
        $values = self::falling(80, 2, 30);
        $limits = static fn (int $day): string => $day < 16 || $day === 20 ? 'storage' : 'memory';

        self::assertSame([null, null, 'too_short', 13], self::range($values, $limits));
        $limits = static fn (int $day): string => $day < 16 ? 'storage' : 'memory';
        self::assertSame([9, 11, null, 14], self::range($values, $limits));
        self::assertSame('unlimited', self::range($values, static fn (): ?string => null)[2]);
    }

    public function testARangeIsNeverOneDay(): void
    {
        self::assertSame([0, 2, null, 20], self::range(self::falling(41, 2, 20)), '1 is left');
        self::assertSame([0, 2, null, 20], self::range(self::falling(42, 2, 20)), '2 are left');
    }

    public function testOrdersThatAreNotBuiltCountAsSold(): void
    {
        $days = [];
        foreach (self::falling(60, 2, 20) as $day => $left) {
            $present = new Sample(0, $left + 10, 10, $left, 'ok', 'memory', false);
            $days[] = Day::of("day {$day}", [new Span(86400 * $day, 86400 * ($day + 1), $present)]);
        }

        $range = SellOut::of($days, $present);

        self::assertSame([9, 11], [$range->low, $range->high]);
    }

    public function testNoiseNeverGivesARangeThatTheDocumentationRulesOut(): void
    {
        mt_srand(20_260_101);
        $ranges = 0;
        for ($n = 0; $n < 1500; $n++) {
            $length = mt_rand(1, 89);
            $trend = mt_rand(-30, 10) / 10;
            $noise = mt_rand(0, 12);
            $values = [];
            for ($day = 0; $day <= $length; $day++) {
                $values[] = mt_rand(1, 25) === 1 ? null : max(0, (int) round(60 + $trend * $day) + mt_rand(-$noise, $noise));
            }
            [$low, $high, $why] = self::range($values);
            if ($why === null) {
                $ranges++;
                self::assertDocumented($values, $low, $high);
            }
        }

        self::assertGreaterThan(50, $ranges);
        self::assertLessThan(1000, $ranges);
    }

    public function testNoiseAroundAFlatLineNeverGivesARange(): void
    {
        mt_srand(20_260_102);
        for ($n = 0; $n < 1500; $n++) {
            $noise = mt_rand(1, 15);
            $values = array_map(static fn (): int => 40 + mt_rand(-$noise, $noise), range(0, mt_rand(28, 89)));

            self::assertNotNull(self::range($values)[2], json_encode($values));
        }
    }

    /**
     * The conditions of docs/admin-page.md, written down once more.
     *
     * @param list<int|null> $values
     */
    private static function assertDocumented(array $values, int $low, int $high): void
    {
        $message = json_encode([$values, $low, $high]);
        $left = end($values);
        self::assertGreaterThan(0, $left, $message);
        $changes = [];
        foreach (array_slice($values, 0, -1) as $day => $value) {
            if ($day > 0 && $value !== null && $values[$day - 1] !== null) {
                $changes[] = abs($value - $values[$day - 1]);
            }
        }
        $known = array_filter($values, 'is_int');
        $whole = array_filter(array_slice($values, 0, -1), 'is_int');
        $all = array_keys($known);
        for ($n = count($all) - 1; $n > 0 && $known[$all[$n]] - $known[$all[$n - 1]] <= max(2, 3 * self::median($changes)); $n--) {
            continue;
        }
        $whole = array_filter($whole, static fn (int $day): bool => $day >= $all[$n], ARRAY_FILTER_USE_KEY);
        self::assertGreaterThanOrEqual(14, count($whole), $message);
        $slopes = [];
        foreach ($whole as $one => $first) {
            foreach ($whole as $two => $second) {
                if ($two > $one) {
                    $slopes[] = ($second - $first) / ($two - $one);
                }
            }
        }
        $falling = array_filter($slopes, static fn (float|int $slope): bool => $slope < 0);
        self::assertGreaterThanOrEqual(0.75, count($falling) / count($slopes), $message);
        self::assertGreaterThanOrEqual(2, $high - $low, $message);
        self::assertLessThanOrEqual(365, $high, $message);
        $middle = $left / -self::median($slopes);
        self::assertLessThan($middle, $low, $message);
        self::assertGreaterThan($middle, $high, $message);
    }

    /** @param list<int|float> $values */
    private static function median(array $values): float
    {
        sort($values);

        return (float) ($values[intdiv(count($values), 2)] ?? 0);
    }

    /** @return list<int> of whole days, and of now */
    private static function falling(int $first, int $by, int $days): array
    {
        return array_map(static fn (int $day): int => $first - $by * $day, range(0, $days));
    }

    /**
     * @param list<int|null> $values of whole days, and of now
     * @param (callable(int): ?string)|null $limits by day
     * @return array{0: int|null, 1: int|null, 2: string|null, 3: int}
     */
    private static function range(array $values, ?callable $limits = null): array
    {
        $limits ??= static fn (): string => 'memory';
        $now = count($values) - 1;
        $range = SellOut::of(self::days($values, $limits), self::sample($values[$now], $limits($now)));

        return [$range->low, $range->high, $range->why, $range->days];
    }

    /**
     * @param list<int|null> $values
     * @param callable(int): ?string $limits
     * @return list<Day>
     */
    private static function days(array $values, callable $limits): array
    {
        $days = [];
        foreach ($values as $day => $value) {
            $sample = self::sample($value, $limits($day)) ?? Sample::unknown(0, 'package_unknown');
            $days[] = Day::of("day {$day}", [new Span(86400 * $day, 86400 * ($day + 1), $sample)]);
        }

        return $days;
    }

    private static function sample(?int $available, ?string $limit): ?Sample
    {
        return $available === null ? null : new Sample(0, $available, 0, $available, 'ok', $limit, false);
    }
}
