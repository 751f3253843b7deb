<?php

/*
 * A cold sweep at increasing latency of the panel, compared with the lower bound for concurrent requests.
 */

declare(strict_types=1);

namespace VirtFusionBench;

final class Latency
{
    /** One list of all packages, and a page of each of 8 groups. */
    private const REQUESTS = 9;
    private const CONCURRENCY = 10;

    public static function run(Report $report, int $rounds): void
    {
        $report->section('Cold sweep by the latency of the panel: 9 requests, 10 at once');
        $holds = true;
        foreach ([0, 20, 50, 100, 200] as $latency) {
            $stage = Stage::set(50, 12, 8, 20, $latency);
            $stage->forget('extension');
            $stage->worker('extension')->all();
            $sample = new Sample('ms');
            for ($round = 0; $round < $rounds; $round++) {
                $stage->forget('extension');
                $sample->add($stage->worker('extension')->all()->milliseconds);
            }
            $stage->clear();
            $bound = ceil(self::REQUESTS / self::CONCURRENCY) * $latency;
            $times = $bound > 0 ? Sample::figure($sample->median() / $bound) . ' times the bound' : '';
            $report->figure("cold sweep at {$latency} ms", $sample, $times);
            $holds = $holds && ($latency < 50 || $sample->median() < 1.6 * $bound);
        }
        $report->claim('cold sweep within 1.6 times the latency bound at 50 ms and more', $holds);
    }
}
