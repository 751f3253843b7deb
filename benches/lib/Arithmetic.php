<?php

/*
 * Only the arithmetic, one group at a time: from the body to a quantity, and from decoded data to a quantity. PHP runs the
 * reference; the extension's part is measured by Criterion, without PHP. Both decode the same bodies on every run and must reach
 * the same quantity.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;
use VirtFusionStockTests\Workshop;

final class Arithmetic
{
    private const HYPERVISORS = [20, 200, 1000, 10_000];
    private const STARTS = ['body' => 'body to quantity', 'decoded' => 'decoded to quantity'];

    /** How many seconds Criterion measures each figure in each round. */
    private const SECONDS = '0.5';

    public static function run(Report $report, int $rounds): void
    {
        $report->section('Only the arithmetic: nanoseconds for each hypervisor of a group');
        $folder = Workshop::folder() . '/bodies';
        mkdir($folder, 0700);
        $package = World::package(4) + ['enabled' => true];
        file_put_contents("{$folder}/package.json", json_encode($package));
        foreach (self::HYPERVISORS as $count) {
            $data = World::group(1, $count);
            $envelope = ['current_page' => 1, 'data' => $data, 'last_page' => 1, 'per_page' => $count, 'total' => $count];
            file_put_contents("{$folder}/{$count}.json", json_encode($envelope));
        }
        $samples = [];
        foreach (range(1, $rounds) as $round) {
            $answers = [];
            foreach ($round % 2 === 0 ? Stage::SIDES : array_reverse(Stage::SIDES) as $side) {
                $answers[$side] = $side === 'reference' ? self::reference($folder) : self::extension($folder);
                foreach ($answers[$side]['ns'] as $name => $nanoseconds) {
                    $samples[$side][$name] ??= new Sample('ns');
                    $samples[$side][$name]->add($nanoseconds);
                }
            }
            if ($answers['reference']['quantities'] != $answers['extension']['quantities']) {
                throw new RuntimeException('The two sides do not reach the same quantities: ' . json_encode($answers));
            }
        }
        self::report($report, $samples['reference'], $samples['extension']);
    }

    /**
     * @param array<string, Sample> $reference
     * @param array<string, Sample> $extension
     */
    private static function report(Report $report, array $reference, array $extension): void
    {
        foreach (self::STARTS as $start => $label) {
            foreach (self::HYPERVISORS as $count) {
                $what = sprintf('%s, of %s hypervisors, each', $label, number_format($count));
                $report->compare($what, $reference["{$count}/{$start}"], $extension["{$count}/{$start}"]);
            }
        }
        $whole = static fn (int $count): float => $count * $extension["{$count}/body"]->median();
        $grows = $whole(10_000) / $whole(1000);
        $report->note('10,000 hypervisors take ' . Sample::figure($grows) . ' times the time of 1,000.');
        $report->claim('10,000 hypervisors in less than 12 times the time of 1,000', $grows < 12);
    }

    /** @return array{ns: array<string, float>, quantities: array<int, int|null>} */
    private static function reference(string $folder): array
    {
        // Large answers need more than PHP's default memory limit; opcache is on, as in a web server.
        $settings = ['-d', 'memory_limit=-1', '-d', 'opcache.enable_cli=1'];
        $output = self::output([PHP_BINARY, ...$settings, dirname(__DIR__) . '/arithmetic.php', $folder]);

        return json_decode($output, true, 8, JSON_THROW_ON_ERROR);
    }

    /** @return array{ns: array<string, float>, quantities: array<int, int|null>} */
    private static function extension(string $folder): array
    {
        $output = self::output(
            ['cargo', 'bench', '--quiet', '--locked', '--no-default-features', '--bench', 'arithmetic', '--', '--noplot',
                '--warm-up-time', '0.1', '--measurement-time', self::SECONDS],
            ['VIRTFUSION_BODIES' => $folder, 'CRITERION_HOME' => "{$folder}/criterion"],
        );
        preg_match_all('/^quantity (\d+) Some\((\d+)\)$/m', $output, $found);
        $quantities = array_combine(array_map('intval', $found[1]), array_map('intval', $found[2]));
        $ns = [];
        foreach (self::HYPERVISORS as $count) {
            foreach (array_keys(self::STARTS) as $start) {
                $file = "{$folder}/criterion/{$count}/{$start}/new/estimates.json";
                $estimates = json_decode((string) file_get_contents($file), true, 8, JSON_THROW_ON_ERROR);
                $ns["{$count}/{$start}"] = $estimates['median']['point_estimate'] / $count;
            }
        }
        ksort($quantities);

        return ['ns' => $ns, 'quantities' => $quantities];
    }

    /**
     * @param list<string> $command
     * @param array<string, string> $environment
     */
    private static function output(array $command, array $environment = []): string
    {
        $process = proc_open($command, [1 => ['pipe', 'w'], 2 => STDERR], $pipes, dirname(__DIR__, 2), $environment + getenv());
        $output = $process === false ? '' : (string) stream_get_contents($pipes[1]);
        if ($process === false || proc_close($process) !== 0) {
            throw new RuntimeException("{$command[0]} failed at the arithmetic.");
        }

        return $output;
    }
}
