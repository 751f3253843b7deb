<?php

/*
 * Cart pages and provisioning behind nginx and PHP-FPM while the panel accepts connections and says nothing: pages with the cart hook
 * beside pages without it, in turn, and the response of a request that provisions.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use Fpm;
use RuntimeException;

final class Silent
{
    public static function run(Report $report, int $rounds): void
    {
        $report->section('A panel that says nothing: PHP-FPM with 8 workers, 64 clients; 50 products');
        $stage = Stage::set(Web::PRODUCTS, 12, 8, 20, 20);
        $stage->panel->fails(['path' => '*', 'kind' => 'hang']);
        $server = Web::serve($stage);
        try {
            self::pages($report, $server, $rounds, $rounds === 1 ? 1 : Web::SECONDS);
            self::creations($report, $server, $rounds);
        } finally {
            $log = $server->log();
            $server->stop();
        }
        if ($log !== '' || $stage->errors() !== '') {
            throw new RuntimeException("PHP's error log is not empty:\n{$log}{$stage->errors()}");
        }
        $stage->clear();
    }

    private static function pages(Report $report, Fpm $server, int $rounds, int $seconds): void
    {
        $kinds = ['' => 'without', '&hook=1' => 'with'];
        $samples = [];
        foreach (['p50', 'p99'] as $figure) {
            $samples[$figure] = ['without' => new Sample('ms'), 'with' => new Sample('ms')];
        }
        for ($round = 0; $round < $rounds; $round++) {
            foreach ($round % 2 === 0 ? $kinds : array_reverse($kinds, true) as $query => $kind) {
                $visit = Web::visit($server, $seconds, Web::PAUSE, $query);
                $samples['p50'][$kind]->add($visit['p50']);
                $samples['p99'][$kind]->add($visit['p99']);
            }
        }
        $holds = true;
        foreach (['p50' => 'median', 'p99' => '99th percentile'] as $figure => $words) {
            [$with, $without] = [$samples[$figure]['with'], $samples[$figure]['without']];
            $more = $with->median() - $without->median();
            $holds = $holds && $more < 10;
            $ratio = Sample::figure($with->median() / $without->median());
            $report->figure(
                "cart page while the panel hangs, {$words}",
                $with,
                "{$ratio} times, " . Sample::figure($more) . " ms more than, {$without} without the hook",
            );
        }
        $report->claim('while the panel hangs, the cart hook costs less than 10 ms at the median and the 99th percentile', $holds);
    }

    private static function creations(Report $report, Fpm $server, int $rounds): void
    {
        $sample = new Sample('ms');
        for ($round = 0; $round < max(3, $rounds); $round++) {
            $answer = $server->timed([['/cart.php?pid=1&create=1', '']])[0];
            if ($answer['status'] !== 200) {
                throw new RuntimeException("A creation failed: {$answer['body']}");
            }
            $sample->add($answer['seconds'] * 1000);
        }
        $report->figure('AfterModuleCreate while the panel hangs, whole response', $sample);
        $report->claim('AfterModuleCreate returns within 100 ms while the panel hangs', $sample->median() < 100);
    }
}
