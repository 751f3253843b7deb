<?php

/*
 * How much loading the extension adds to the start of PHP, and the size of the library.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use VirtFusionStockTests\Workshop;

final class StartUp
{
    public static function run(Report $report, int $rounds): void
    {
        $report->section('Start of php -n, with and without the extension');
        $times = $sizes = [];
        foreach (Stage::SIDES as $side) {
            $times[$side] = new Sample('ms');
            $sizes[$side] = new Sample('MB');
        }
        for ($round = 0; $round < 4 * $rounds; $round++) {
            foreach ($round % 2 === 0 ? Stage::SIDES : array_reverse(Stage::SIDES) as $side) {
                [$milliseconds, $megabytes] = self::start($side === 'extension');
                $times[$side]->add($milliseconds);
                $sizes[$side]->add($megabytes);
            }
        }
        $time = $times['extension']->median() - $times['reference']->median();
        $size = $sizes['extension']->median() - $sizes['reference']->median();
        $library = filesize(Workshop::extension()) / 1e6;
        $without = static fn (Sample $sample, float $adds): string => Sample::figure($adds) . " more than {$sample} without it";
        $report->figure('start of php -n with the extension', $times['extension'], $without($times['reference'], $time));
        $report->figure('resident memory of that', $sizes['extension'], $without($sizes['reference'], $size));
        $report->figure('size of the library', Sample::of('MB', [$library]));
        $report->claim('start-up adds less than 5 ms and 4 MB', $time < 5 && $size < 4);
        $report->claim('library below 6 MB', $library < 6);
    }

    /** @return array{0: float, 1: float} milliseconds, and peak memory in megabytes */
    private static function start(bool $with): array
    {
        $command = [PHP_BINARY, '-n', ...($with ? ['-d', 'extension=' . Workshop::extension()] : [])];
        $code = 'preg_match("/^VmHWM:\s+(\d+)/m", file_get_contents("/proc/self/status"), $found); echo $found[1];';
        $from = hrtime(true);
        $process = proc_open([...$command, '-r', $code], [1 => ['pipe', 'w']], $pipes);
        $kilobytes = (int) stream_get_contents($pipes[1]);
        proc_close($process);

        return [(hrtime(true) - $from) / 1e6, $kilobytes / 1e3];
    }
}
