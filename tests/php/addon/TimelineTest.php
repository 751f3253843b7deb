<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WHMCS\Module\Addon\VirtfusionStock\History\Chart;
use WHMCS\Module\Addon\VirtfusionStock\History\Sample;
use WHMCS\Module\Addon\VirtfusionStock\History\Scale;
use WHMCS\Module\Addon\VirtfusionStock\History\Span;
use WHMCS\Module\Addon\VirtfusionStock\History\Timeline;

/** Times in these tests are hours since midnight, 7 days ago, and the chart ends at noon today. */
final class TimelineTest extends TestCase
{
    private const HOUR = 3600;
    private const NOW = 6 * 24 + 12;

    private string $zone;

    protected function setUp(): void
    {
        $this->zone = date_default_timezone_get();
        date_default_timezone_set('Europe/Amsterdam');
    }

    protected function tearDown(): void
    {
        date_default_timezone_set($this->zone);
    }

    public function testTimesBeforeTheFirstRowAndAfterTheLastAttemptAreNotKnown(): void
    {
        $timeline = self::timeline([self::sample(10, 9), self::sample(20, 8)], 100);

        self::assertSame([
            [0, 10, null, 'not_recorded'],
            [10, 20, 9, 'ok'],
            [20, 100, 8, 'ok'],
            [100, self::NOW, null, 'not_looked'],
        ], self::spans($timeline));
        self::assertNull($timeline->present());
    }

    public function testARowBeforeTheBeginningSaysWhatWasKnownThere(): void
    {
        $timeline = self::timeline([self::sample(-500, 9), self::sample(30, 8)]);

        self::assertSame([[0, 30, 9, 'ok'], [30, self::NOW, 8, 'ok']], self::spans($timeline));
        self::assertSame(8, $timeline->present()?->published);
    }

    public function testAnEmptyHistoryIsNotKnown(): void
    {
        self::assertSame([[0, self::NOW, null, 'not_recorded']], self::spans(self::timeline([], 0)));
    }

    public function testADayHasItsLastAndItsLowestQuantityAndHowLongNothingWasKnown(): void
    {
        $unknown = Sample::unknown(self::hour(24 + 6), 'package_unknown');
        $days = self::timeline([self::sample(0, 9), self::sample(24 + 2, 3), $unknown, self::sample(24 + 8, 7, 2)])->days(7);

        self::assertSame(
            ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08'],
            array_column(array_map('get_object_vars', $days), 'date'),
        );
        self::assertSame([9, 7, 7], [$days[0]->last?->published, $days[1]->last?->published, $days[2]->last?->published]);
        self::assertSame([9, 3, 7], [$days[0]->lowest, $days[1]->lowest, $days[2]->lowest]);
        self::assertSame([0, 2 * self::HOUR, 0], [$days[0]->unknown, $days[1]->unknown, $days[2]->unknown]);
        self::assertSame([0, 2], [$days[0]->last->held, $days[1]->last->held]);
    }

    public function testADayOfTwentyThreeHoursIsOneDay(): void
    {
        // Clocks go forward on 2026-03-29.
        $now = (int) strtotime('2026-03-30 12:00 Europe/Amsterdam');
        $timeline = Timeline::of([new Sample($now - 1_000_000, 9, 0, 9, 'ok', 'memory', false)], Timeline::start($now, 7), $now, $now);

        $days = $timeline->days(3);

        self::assertSame(['2026-03-28', '2026-03-29', '2026-03-30'], array_column(array_map('get_object_vars', $days), 'date'));
        self::assertSame((int) strtotime('2026-03-24 00:00 Europe/Amsterdam'), $timeline->spans()[0]->from);
    }

    public function testTheChartStacksWhatIsOnOrderOnWhatIsForSale(): void
    {
        $chart = Chart::of(self::timeline([self::sample(0, 6), self::sample(78, 4, 3)]));

        // 156 hours are 216 columns of 3 units from 64 on: 78 hours are in the middle, at 388. 208 units are 8 servers.
        self::assertSame(8, $chart->scale->top);
        self::assertSame('M64 222V66H388V222ZM388 222V118H712V222Z', $chart->sale(false));
        self::assertSame('M388 118V40H712V118Z', $chart->order());
        self::assertSame('M64 66H388V118H712', $chart->line());
        self::assertSame(['', ''], [$chart->gaps(), $chart->sale(true)]);
    }

    public function testTheChartHasAGapWhereNothingWasKnownAndALineAtZeroWhereNothingWasLeft(): void
    {
        $unknown = Sample::unknown(self::hour(39), 'group_unknown');
        $chart = Chart::of(self::timeline([self::sample(0, 4), $unknown, self::sample(78, 0)]));

        self::assertSame('M226 222V14H388V222Z', $chart->gaps());
        self::assertSame('M64 14H226M388 222H712', $chart->line());
    }

    public function testWhatWasOnlyComputedIsDrawnApart(): void
    {
        $preview = new Sample(self::hour(0), 4, 0, 4, 'ok', 'memory', true);
        $chart = Chart::of(self::timeline([$preview, self::sample(78, 4)]));

        self::assertSame('M64 222V14H388V222Z', $chart->sale(true));
        self::assertSame('M388 222V14H712V222Z', $chart->sale(false));
    }

    public function testAColumnShowsTheLowestQuantityOfItsTimeAndAShortGapIsLeftOut(): void
    {
        $minutes = static fn (int $minutes): int => self::hour(78) + 60 * $minutes;
        $samples = [self::sample(0, 4)];
        // A column is 43 minutes and 20 seconds.
        $samples[] = new Sample($minutes(5), 1, 0, 1, 'ok', 'memory', false);
        $samples[] = new Sample($minutes(10), 4, 0, 4, 'ok', 'memory', false);
        $samples[] = Sample::unknown($minutes(50), 'group_unknown');
        $samples[] = new Sample($minutes(60), 4, 0, 4, 'ok', 'memory', false);

        $chart = Chart::of(self::timeline($samples));

        self::assertSame('M64 14H388V170H391V14H712', $chart->line());
        self::assertSame('', $chart->gaps());
    }

    public function testWhatIsKnownSinceAMinuteIsShownInTheLastColumn(): void
    {
        $chart = Chart::of(self::timeline([new Sample(self::hour(self::NOW) - 60, 4, 0, 4, 'ok', 'memory', false)]));

        self::assertSame('M709 14H712', $chart->line());
        self::assertSame('M64 222V14H709V222Z', $chart->gaps());
    }

    public function testAChartIsAsLargeForManyRowsAsItHasColumns(): void
    {
        $samples = [];
        for ($n = 0; $n < 18_000; $n++) {
            $samples[] = new Sample(self::hour(0) + 30 * $n, $n * 7919 % 1000, 1, $n * 7919 % 1000, 'ok', 'memory', $n % 2 === 0);
        }
        $chart = Chart::of(self::timeline($samples));

        self::assertLessThan(216 * 40, strlen($chart->sale(false)) + strlen($chart->sale(true)));
        self::assertLessThan(216 * 20, strlen($chart->line()));
    }

    /** @return array<string, array{0: int, 1: list<int>}> */
    public static function scales(): array
    {
        return [
            'nothing' => [0, [0, 1]],
            'one' => [1, [0, 1]],
            'few' => [4, [0, 1, 2, 3, 4]],
            'some' => [5, [0, 2, 4, 6]],
            'more' => [37, [0, 10, 20, 30, 40]],
            'hundreds' => [999, [0, 500, 1000]],
            'the largest' => [2_147_483_647, [0, 1_000_000_000, 2_000_000_000, 3_000_000_000]],
        ];
    }

    /**
     * @dataProvider scales
     * @param list<int> $numbers
     */
    public function testAScaleHasFewRoundNumbers(int $highest, array $numbers): void
    {
        self::assertSame($numbers, Scale::upTo($highest)->numbers());
    }

    public function testLargeNumbersHaveShortLabels(): void
    {
        self::assertSame(['0', '999', '1k', '1.5k', '20k', '3M', '2.1bn'], array_map(
            Scale::label(...),
            [0, 999, 1000, 1500, 20_000, 3_000_000, 2_147_483_647],
        ));
    }

    /** @param list<Sample> $samples */
    private static function timeline(array $samples, int $knownUntil = self::NOW): Timeline
    {
        return Timeline::of($samples, self::hour(0), self::hour(self::NOW), self::hour($knownUntil));
    }

    private static function sample(int $hour, int $published, int $held = 0): Sample
    {
        return new Sample(self::hour($hour), $published + $held, $held, $published, 'ok', 'memory', false);
    }

    private static function hour(int $hour): int
    {
        return (int) strtotime('2026-03-02 00:00 Europe/Amsterdam') + $hour * self::HOUR;
    }

    /** @return list<array{int, int, int|null, string}> */
    private static function spans(Timeline $timeline): array
    {
        return array_map(static fn (Span $span): array => [
            intdiv($span->from - self::hour(0), self::HOUR),
            intdiv($span->to - self::hour(0), self::HOUR),
            $span->sample->published,
            $span->sample->reason,
        ], $timeline->spans());
    }
}
