<?php

/*
 * Measures this build of the library against another one, in turn, to show what a change costs. VIRTFUSION_BEFORE names the other
 * build; the default is this one, and all ratios are then about 1.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;
use VirtFusionStockTests\Panel;
use VirtFusionStockTests\Workshop;

final class Before
{
    private const WARM = 10;

    /** How many times as much time a build may take as the one before it. */
    private const SLACK = 1.05;

    public static function run(Report $report, int $rounds): void
    {
        $builds = ['before' => getenv('VIRTFUSION_BEFORE') ?: Workshop::extension(), 'now' => Workshop::extension()];
        foreach (['0 ms' => 0, '20 ms' => 20] as $name => $latency) {
            $report->section("This build beside {$builds['before']}: 50 products, 12 packages, 8 groups, {$name}");
            foreach (self::measure($builds, $latency, $rounds) as $what => [$before, $now]) {
                $ratio = $report->compare("{$what} at {$name}, before and now", $before, $now);
                $report->claim("{$what} at {$name} not slower than before by more than 5 %", $ratio >= 1 / self::SLACK);
            }
        }
    }

    /**
     * @param array<string, string> $builds
     * @return array<string, array{0: Sample, 1: Sample}>
     */
    private static function measure(array $builds, int $latency, int $rounds): array
    {
        $folder = Workshop::folder() . "/before-{$latency}";
        mkdir($folder, 0700);
        $panel = Panel::number(1);
        $panel->holds(World::of(12, 8, 20) + ['latency_ms' => $latency]);
        file_put_contents("{$folder}/authority.pem", $panel->authority);
        $samples = [];
        foreach (['cold sweep', 'warm sweep', 'warm sweep, new process', 'one cold product', 'one warm product'] as $what) {
            $samples[$what] = [new Sample('ms'), new Sample('ms')];
        }
        for ($round = 0; $round < $rounds; $round++) {
            $answers = [];
            foreach ($round % 2 === 0 ? [0, 1] : [1, 0] as $side) {
                $worker = self::workerOf($folder, array_values($builds)[$side], $panel);
                $answers[$side] = self::round($worker, $samples, $side, $round);
            }
            if ($answers[0] != $answers[1]) {
                throw new RuntimeException('The two builds do not reach the same quantities: ' . json_encode($answers));
            }
        }

        foreach ($builds as $library) {
            Workshop::remove(self::cache($library));
        }

        return $samples;
    }

    /** In memory, where the cache is by default. */
    private static function cache(string $library): string
    {
        return (is_dir('/dev/shm') ? '/dev/shm/' : sys_get_temp_dir() . '/') . basename(Workshop::folder()) . '-' . md5($library);
    }

    /** @return callable(bool): Worker starts a process with one build; true empties its cache first */
    private static function workerOf(string $folder, string $library, Panel $panel): callable
    {
        return static function (bool $cold) use ($folder, $library, $panel): Worker {
            $cache = self::cache($library);
            if ($cold) {
                Workshop::remove($cache);
            }
            is_dir($cache) || mkdir($cache, 0700);

            return new Worker([
                PHP_BINARY, '-n', '-d', "extension={$library}", '-d', "virtfusion_direct.cafile={$folder}/authority.pem",
                '-d', "virtfusion_direct.cache_dir={$cache}", dirname(__DIR__) . '/before.php',
                "https://{$panel->hostname}/api/v1", Panel::TOKEN,
            ]);
        };
    }

    /**
     * @param callable(bool): Worker $worker
     * @param array<string, array{0: Sample, 1: Sample}> $samples
     * @return array<int, int|null>
     */
    private static function round(callable $worker, array $samples, int $side, int $round): array
    {
        $process = $worker(true);
        $cold = $process->all();
        $samples['cold sweep'][$side]->add($cold->milliseconds);
        for ($n = 0; $n < self::WARM; $n++) {
            $samples['warm sweep'][$side]->add($process->all()->milliseconds);
            $samples['one warm product'][$side]->add($process->one($n + 1)->milliseconds);
        }
        $samples['warm sweep, new process'][$side]->add($worker(false)->all()->milliseconds);
        $samples['one cold product'][$side]->add($worker(true)->one($round % 50 + 1)->milliseconds);

        return $cold->quantities;
    }
}
