<?php

/*
 * The cost of a cache hit in the process, in LMDB and in Redis, compared with a file that is read and decoded. The extension's
 * figures include the arithmetic; the file's do not.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;
use VirtFusionReference\FileCache;
use VirtFusionStockTests\Panel;
use VirtFusionStockTests\Server;
use VirtFusionStockTests\Workshop;

final class Hits
{
    private const ANSWERS = 100;

    public static function run(Report $report, int $rounds): void
    {
        $report->section('A hit in the cache, for each of 100 packages and 100 groups of 20 hypervisors');
        $folder = Workshop::folder() . '/hits';
        mkdir("{$folder}/files", 0700, true);
        $panel = Panel::number(1);
        $panel->holds(World::of(self::ANSWERS + 1, self::ANSWERS + 1, 20));
        file_put_contents("{$folder}/authority.pem", $panel->authority);
        $redis = Server::start(
            ['redis-server', '--port', '0', '--unixsocket', "{$folder}/redis.sock", '--save', '', '--dir', $folder],
            "{$folder}/redis.log",
        );
        $redis->waitUntil(static fn (): bool => file_exists("{$folder}/redis.sock"), 'redis-server');
        $stores = [
            'lmdb' => "virtfusion_direct.cache_dir={$folder}/cache",
            'redis' => "virtfusion_direct.redis_url=unix://{$folder}/redis.sock",
        ];
        self::fill($panel, $folder, $stores);
        $samples = [];
        for ($round = 0; $round < $rounds; $round++) {
            foreach ($round % 2 === 0 ? $stores : array_reverse($stores) as $tier => $store) {
                $found = self::round($panel, $folder, $store);
                if ($found['tier'] !== $tier || $found['asked'] !== 0) {
                    throw new RuntimeException("These are not hits in {$tier}: " . json_encode($found));
                }
                foreach (['shared', 'process', 'arrays', 'file'] as $what) {
                    $name = $what === 'shared' ? $tier : $what;
                    $samples[$name] ??= new Sample('µs');
                    $samples[$name]->add($found[$what] / 1000);
                }
            }
        }
        $redis->stop();
        $file = $samples['file'];
        $ratio = $report->compare('a hit in the process, in a sweep', $file, $samples['process']);
        $report->compare('a hit in LMDB, in a sweep', $file, $samples['lmdb']);
        $report->compare('a hit in Redis, in a sweep', $file, $samples['redis']);
        $report->compare('a hit in the process, as a PHP array', $file, $samples['arrays']);
        $report->claim('a hit in the process costs less than 5 % of a file', $ratio > 20);
    }

    /**
     * Fills each store, and the files with the same answers.
     *
     * @param array<string, string> $stores
     */
    private static function fill(Panel $panel, string $folder, array $stores): void
    {
        $code = '$module = new VirtFusionDirect\Module($argv[1], $argv[2]); $all = [];'
            . 'for ($id = 1; $id <= (int) $argv[3]; $id++) {'
            . ' $all["pkg:$id"] = $module->fetchPackage($id); $all["grpres:$id"] = $module->fetchGroupResources($id); }'
            . 'echo serialize($all);';
        foreach ($stores as $store) {
            $output = self::php($folder, $store, ['-r', $code, '--', self::url($panel), Panel::TOKEN, (string) (self::ANSWERS + 1)]);
            $files = new FileCache("{$folder}/files");
            foreach (unserialize($output, ['allowed_classes' => false]) as $key => $answer) {
                if (!is_array($answer)) {
                    throw new RuntimeException("{$key} is not known.");
                }
                $files->put($key, $answer, 3600);
            }
        }
    }

    /** @return array{tier: string, asked: int, shared: float, process: float, arrays: float, file: float} */
    private static function round(Panel $panel, string $folder, string $store): array
    {
        $worker = dirname(__DIR__) . '/hits.php';
        $output = self::php($folder, $store, [$worker, self::url($panel), Panel::TOKEN, "{$folder}/files", (string) self::ANSWERS]);

        return json_decode($output, true, 8, JSON_THROW_ON_ERROR);
    }

    private static function url(Panel $panel): string
    {
        return "https://{$panel->hostname}/api/v1";
    }

    /** @param list<string> $arguments */
    private static function php(string $folder, string $store, array $arguments): string
    {
        $command = [PHP_BINARY, '-d', 'extension=' . Workshop::extension(), '-d', "virtfusion_direct.cafile={$folder}/authority.pem"];
        $process = proc_open([...$command, '-d', $store, ...$arguments], [1 => ['pipe', 'w'], 2 => STDERR], $pipes);
        $output = $process === false ? '' : (string) stream_get_contents($pipes[1]);
        if ($process === false || proc_close($process) !== 0) {
            throw new RuntimeException('PHP failed at a hit.');
        }

        return $output;
    }
}
