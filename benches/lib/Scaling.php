<?php

/*
 * How the cost of a warm sweep grows with the number of products.
 */

declare(strict_types=1);

namespace VirtFusionBench;

final class Scaling
{
    public static function run(Report $report, int $rounds): void
    {
        $report->section('Warm sweep by the number of products: 12 packages, 8 groups of 20 hypervisors');
        foreach ([10, 100, 1000, 2000] as $products) {
            $stage = Stage::set($products, 12, 8, 20, 0);
            $stage->forget('extension');
            $worker = $stage->worker('extension');
            $worker->all();
            $sample = new Sample('ms');
            for ($round = 0; $round < $rounds; $round++) {
                $sample->add($worker->all()->milliseconds);
            }
            unset($worker);
            $stage->clear();
            $each = Sample::figure(1000 * $sample->median() / $products);
            $report->figure("warm sweep of {$products} products", $sample, "{$each} µs a product");
        }
    }
}
