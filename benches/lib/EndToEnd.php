<?php

/*
 * Complete recalculations with the database, by the reference and by the addon in turn, each in its own process.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;

final class EndToEnd
{
    private const WARM = 5;
    private const SINGLE = 20;

    /** Milliseconds that the host module 1.5.0 takes for the same work, as [least, most]: the reference must be close to them. */
    private const HOST = ['cold sweep' => [600, 600], 'warm sweep' => [80, 130], 'one warm product' => [2.6, 2.6]];

    public static function run(Report $report, int $rounds): void
    {
        $report->section("End to end: 50 products, 12 packages, 8 groups of 20 hypervisors, TLS, 20 ms; {$rounds} rounds");
        $samples = self::measure(Stage::set(50, 12, 8, 20, 20), $rounds);
        $ratios = [];
        foreach ($samples['reference'] as $what => $reference) {
            $ratios[$what] = $report->compare($what, $reference, $samples['extension'][$what]);
        }
        foreach (['cold sweep' => 16, 'warm sweep' => 15] as $what => $least) {
            $report->claim("{$what} at least {$least} times faster", $ratios[$what] >= $least);
        }
        foreach (self::HOST as $what => [$least, $most]) {
            $median = $samples['reference'][$what]->median();
            $near = $median >= 0.7 * $least && $median <= 1.3 * $most;
            $report->claim("reference's {$what} within 30 % of the host module's", $near);
        }
    }

    /** @return array<string, array<string, Sample>> by side and by what was measured */
    private static function measure(Stage $stage, int $rounds): array
    {
        $samples = [];
        foreach (Stage::SIDES as $side) {
            foreach (['cold sweep', 'warm sweep', 'warm sweep, new process', 'one cold product', 'one warm product'] as $what) {
                $samples[$side][$what] = new Sample('ms');
            }
            // Fills opcache's file cache, so that no round compiles scripts.
            $stage->forget($side);
            $worker = $stage->worker($side);
            $worker->all();
            $worker->one(1);
        }
        for ($round = 0; $round < $rounds; $round++) {
            $answers = [];
            foreach ($round % 2 === 0 ? Stage::SIDES : array_reverse(Stage::SIDES) as $side) {
                $answers[$side] = self::round($stage, $side, $samples[$side], $round);
            }
            if ($answers['reference'] != $answers['extension']) {
                throw new RuntimeException('The two sides do not reach the same quantities: ' . json_encode($answers));
            }
        }
        if ($stage->errors() !== '') {
            throw new RuntimeException("PHP's error log is not empty:\n{$stage->errors()}");
        }
        $stage->clear();

        return $samples;
    }

    /**
     * @param array<string, Sample> $samples
     * @return array<int, int|null> quantities by product id
     */
    private static function round(Stage $stage, string $side, array $samples, int $round): array
    {
        $stage->forget($side);
        $worker = $stage->worker($side);
        $cold = $worker->all();
        $samples['cold sweep']->add($cold->milliseconds);
        for ($n = 0; $n < self::WARM; $n++) {
            $samples['warm sweep']->add($worker->all()->milliseconds);
        }
        for ($n = 0; $n < self::SINGLE; $n++) {
            $samples['one warm product']->add($worker->one($n + 1)->milliseconds);
        }
        $samples['warm sweep, new process']->add($stage->worker($side)->all()->milliseconds);
        $stage->forget($side);
        $samples['one cold product']->add($stage->worker($side)->one($round % 50 + 1)->milliseconds);

        return $cold->quantities;
    }
}
