<?php

/*
 * Cart pages behind nginx and PHP-FPM with 8 workers, with and without the cart hook. The cost of a page is measured with 64
 * visitors who pause between pages: without pauses the machine is saturated, and each page mostly waits for 63 others. The
 * highest throughput is measured without pauses.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use Fpm;
use RuntimeException;
use VirtFusionStockTests\Workshop;

final class Web
{
    private const WORKERS = 8;
    private const CLIENTS = 64;
    public const PRODUCTS = 50;

    /** The length of each measurement; a run with one round only checks that everything works. */
    public const SECONDS = 5;

    /** Milliseconds between two pages of a visitor: about 100 pages a second in all. */
    public const PAUSE = 640;

    /** The extensions that Illuminate and the addon use and that Debian's PHP loads from files. */
    private const EXTENSIONS = ['ctype', 'tokenizer', 'mbstring', 'mysqlnd', 'pdo', 'pdo_mysql'];

    /** The further query parameters of each kind of page. */
    private const PAGES = [
        'without the hook' => '',
        'with the hook' => '&hook=1',
        'without the hook, each due' => '&due=1',
        'with the hook, each due' => '&due=1&hook=1',
    ];

    public static function run(Report $report, int $rounds): void
    {
        $report->section('Cart pages: PHP-FPM with 8 workers, 64 clients; 50 products, a panel with 20 ms latency');
        $stage = Stage::set(self::PRODUCTS, 12, 8, 20, 20);
        $seconds = $rounds === 1 ? 1 : self::SECONDS;
        $server = self::serve($stage);
        try {
            $stage->panel->forgetRequests();
            // From an empty cache, with all visitors at once.
            $cold = self::visit($server, $seconds, 0, '&hook=1');
            $asked = array_count_values($stage->panel->paths());
            self::pages($report, $server, $rounds, $seconds);
        } finally {
            $log = $server->log();
            $server->stop();
        }
        if ($log !== '' || $stage->errors() !== '') {
            throw new RuntimeException("PHP's error log is not empty:\n{$log}{$stage->errors()}");
        }
        $stage->clear();
        $report->note(sprintf('From an empty cache: %d pages, %d requests to the panel.', $cold['requests'], array_sum($asked)));
        $report->claim('the panel sees no request twice within the cache time', $asked !== [] && max($asked) === 1);
    }

    private static function pages(Report $report, Fpm $server, int $rounds, int $seconds): void
    {
        $median = $slow = $rate = [];
        foreach (array_keys(self::PAGES) as $name) {
            [$median[$name], $slow[$name], $rate[$name]] = [new Sample('ms'), new Sample('ms'), new Sample('a second')];
        }
        for ($round = 0; $round < $rounds; $round++) {
            foreach ($round % 2 === 0 ? self::PAGES : array_reverse(self::PAGES) as $name => $query) {
                $visit = self::visit($server, $seconds, self::PAUSE, $query);
                $median[$name]->add($visit['p50']);
                $slow[$name]->add($visit['p99']);
            }
        }
        for ($round = 0; $round < min(3, $rounds); $round++) {
            foreach (self::PAGES as $name => $query) {
                $visit = self::visit($server, $seconds, 0, $query);
                $rate[$name]->add($visit['requests'] / $visit['seconds']);
            }
        }
        foreach (['' => 'with the hook', ', each due' => 'with a refresh on each'] as $kind => $label) {
            [$without, $with] = ["without the hook{$kind}", "with the hook{$kind}"];
            $more = [];
            foreach (['median' => $median, '99th percentile' => $slow] as $what => $samples) {
                $more[$what] = $samples[$with]->median() - $samples[$without]->median();
                $beside = sprintf('%s ms more than %s without the hook', Sample::figure($more[$what]), $samples[$without]);
                $report->figure("cart page {$label}, {$what}", $samples[$with], $beside);
            }
            if ($kind === '') {
                $holds = $more['median'] < 1 && $more['99th percentile'] < 5;
                $report->claim('the cart hook costs less than 1 ms at the median and 5 ms at the 99th percentile', $holds);
            }
            $beside = $rate[$without] . ' without the hook';
            $report->figure("cart pages {$label}, at the most", $rate[$with], $beside);
        }
    }

    public static function serve(Stage $stage): Fpm
    {
        // The workers run as another user and must be able to read these files.
        chmod(Workshop::folder(), 0755);
        chmod($stage->folder, 0755);
        copy(dirname(__DIR__) . '/cart.php', "{$stage->shop->root}/cart.php");
        $folder = "{$stage->folder}/fpm";
        mkdir($folder, 0755);
        chown($folder, Fpm::USER);

        return new Fpm($folder, $stage->shop->root, [
            'extension' => [...self::EXTENSIONS, Workshop::extension()],
            'zend_extension' => 'opcache',
            'virtfusion_direct.cafile' => "{$stage->folder}/authority.pem",
            'virtfusion_direct.cache_dir' => "{$folder}/cache",
        ], self::WORKERS);
    }

    /** @return array{requests: int, failed: int, seconds: float, p50: float, p99: float} milliseconds for a page */
    public static function visit(Fpm $server, int $seconds, int $pause, string $query): array
    {
        $command = ['wrk', '--threads', '1', '--connections', (string) self::CLIENTS, '--duration', "{$seconds}s",
            '--timeout', '30s', '--script', dirname(__DIR__) . '/visitors.lua', $server->url, '--',
            (string) self::PRODUCTS, (string) $pause, $query];
        $process = proc_open($command, [1 => ['pipe', 'w'], 2 => STDERR], $pipes);
        $output = $process === false ? '' : (string) stream_get_contents($pipes[1]);
        if ($process === false || proc_close($process) !== 0 || preg_match('/^\{.+\}$/m', $output, $found) !== 1) {
            throw new RuntimeException("wrk failed:\n{$output}");
        }
        $visit = json_decode($found[0], true, 8, JSON_THROW_ON_ERROR);
        if ($visit['failed'] > 0) {
            throw new RuntimeException("{$visit['failed']} cart pages failed.");
        }

        return $visit;
    }
}
