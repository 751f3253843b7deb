<?php

/*
 * How the time of a warm sweep grows with the number of products and of hypervisors, on both sides.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;

final class Scaling
{
    private const PRODUCTS = [10, 100, 1000, 2000];
    private const HYPERVISORS = [20, 200, 1000, 10_000];

    /** n times the work may take at most this factor times n times the time. */
    private const SLACK = 1.5;

    public static function run(Report $report, int $rounds): void
    {
        $report->section('Warm sweep by the number of products: 12 packages, 8 groups of 20 hypervisors');
        $times = [];
        foreach (self::PRODUCTS as $products) {
            $what = sprintf('warm sweep of %s products', number_format($products));
            $times[$products] = self::warm($report, $rounds, $what, [$products, 12, 8, 20]);
        }
        $report->claim('a sweep grows no more than linearly with products', self::isLinear($times));

        $report->section('Sweep by the size of a group: 10 products, 3 packages, 1 group; every answer in the shared cache');
        $times = [];
        foreach (self::HYPERVISORS as $hypervisors) {
            $what = sprintf('sweep of a group of %s hypervisors', number_format($hypervisors));
            $times[$hypervisors] = self::warm($report, $rounds, $what, [10, 3, 1, $hypervisors]);
        }
        $report->claim('a sweep grows no more than linearly with hypervisors', self::isLinear($times));
    }

    /**
     * @param array{int, int, int, int} $size products, packages, groups, and hypervisors of each group
     * @return float milliseconds of the extension's side
     */
    private static function warm(Report $report, int $rounds, string $what, array $size): float
    {
        $stage = Stage::set(...[...$size, 0]);
        $workers = $samples = $answers = [];
        foreach (Stage::SIDES as $side) {
            $stage->forget($side);
            $workers[$side] = $stage->worker($side, 'memory_limit=-1');
            $answers[$side] = $workers[$side]->all()->quantities;
            $samples[$side] = new Sample('ms');
        }
        if ($answers['reference'] != $answers['extension']) {
            throw new RuntimeException("The two sides do not reach the same quantities: {$what}");
        }
        for ($round = 0; $round < $rounds; $round++) {
            foreach ($round % 2 === 0 ? Stage::SIDES : array_reverse(Stage::SIDES) as $side) {
                $samples[$side]->add($workers[$side]->all()->milliseconds);
            }
        }
        unset($workers);
        $stage->clear();
        $report->compare($what, $samples['reference'], $samples['extension']);

        return $samples['extension']->median();
    }

    /** @param array<int, float> $times milliseconds by size, each size larger than the one before */
    private static function isLinear(array $times): bool
    {
        $before = null;
        foreach ($times as $size => $time) {
            if ($before !== null && $time / $times[$before] > self::SLACK * $size / $before) {
                return false;
            }
            $before = $size;
        }

        return true;
    }
}
