<?php

/*
 * What the check of a cart costs before it is paid, with the panel's answers in the cache. Only the addon does this, so there is no
 * reference.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;

final class Checkout
{
    private const WARM = 20;
    private const LINES = 5;

    /** Milliseconds. */
    private const MOST = 5.0;

    public static function run(Report $report, int $rounds): void
    {
        $report->section('The check of a cart of five lines: 50 products, 12 packages, 8 groups of 20 hypervisors; a warm cache');
        $stage = Stage::set(50, 12, 8, 20, 0, false);
        $stage->forget('extension');
        $worker = $stage->worker('extension');
        $worker->all();
        $products = range(1, self::LINES);
        $worker->checkout(...$products);
        $sample = new Sample('ms');
        $stage->panel->forgetRequests();
        for ($n = 0; $n < $rounds * self::WARM; $n++) {
            $check = $worker->checkout(...$products);
            if ($check->quantities !== ['refused' => 0]) {
                throw new RuntimeException('A cart that fits was refused: ' . json_encode($check));
            }
            $sample->add($check->milliseconds);
        }
        if ($stage->panel->requests() !== [] || $stage->errors() !== '') {
            throw new RuntimeException("The panel was asked, or PHP's error log is not empty:\n{$stage->errors()}");
        }
        $report->figure('check of a cart of five lines before it is paid', $sample);
        $report->claim('a cart of five lines is checked within 5 ms', $sample->median() < self::MOST);
        $stage->clear();
    }
}
