<?php

/*
 * `make bench`: measures the extension and its addon against a plain PHP reference, in turn, several times. The results depend on
 * the machine, so none fails the run; the last line lists which target ratios are met. With names of parts as arguments it
 * runs only these and does not write docs/performance.md.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;
use Throwable;
use VirtFusionStockTests\Workshop;

require_once __DIR__ . '/lib/autoload.php';

const PARTS = [
    'end-to-end' => EndToEnd::class,
    'arithmetic' => Arithmetic::class,
    'before' => Before::class,
    'checkout' => Checkout::class,
    'hits' => Hits::class,
    'latency' => Latency::class,
    'orders' => Orders::class,
    'scaling' => Scaling::class,
    'start-up' => StartUp::class,
    'web' => Web::class,
    'silent' => Silent::class,
];

$chosen = array_slice($argv, 1);
foreach ($chosen as $name) {
    if (!isset(PARTS[$name])) {
        fwrite(STDERR, "bench: there is no part {$name}; there are " . implode(', ', array_keys(PARTS)) . "\n");
        exit(2);
    }
}
// Everything runs on this machine, so a proxy in the environment must not be used.
putenv('no_proxy=localhost,127.0.0.1');
// The default of MariaDB.
putenv('MARIADB_BUFFER_POOL=128M');
$rounds = max(1, (int) (getenv('BENCH_ROUNDS') ?: 9));
$report = new Report();
try {
    // Copied, as an installer does: the kernel loads a file that a linker wrote more slowly.
    foreach (['VIRTFUSION_EXTENSION', 'VIRTFUSION_BEFORE'] as $name) {
        $library = getenv($name);
        if ($library !== false && $library !== '') {
            $copy = Workshop::folder() . '/' . strtolower($name) . '.so';
            if (!copy($library, $copy)) {
                throw new RuntimeException("{$name}: {$library} cannot be copied to {$copy}.");
            }
            putenv("{$name}={$copy}");
        }
    }
    foreach ($chosen === [] ? array_keys(PARTS) : $chosen as $name) {
        (PARTS[$name])::run($report, $rounds);
    }
    if ($chosen === []) {
        $report->writeTo(dirname(__DIR__) . '/docs/performance.md', Machine::describe($rounds));
    }
} catch (Throwable $failure) {
    fwrite(STDERR, "bench: {$failure->getMessage()}\n");
    exit(2);
}
echo "\n", $report->verdict(), "\n";
