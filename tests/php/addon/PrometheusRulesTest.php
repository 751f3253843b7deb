<?php

/*
 * The cron line, the configuration and the alert rules of docs/metrics.md, as they are written there. The rules run on series that are
 * recorded from the command's own output while a shop sells out and its panel fails.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WhmcsStandIn\Process;

final class PrometheusRulesTest extends ShopTestCase
{
    private const PAGE = __DIR__ . '/../../../docs/metrics.md';

    /** Minutes for which each recorded state lasts. */
    private const PHASE = 120;

    private string $folder;

    protected function setUp(): void
    {
        parent::setUp();
        $this->folder = Workshop::folder() . '/rules-' . bin2hex(random_bytes(4));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        Workshop::remove($this->folder);
        parent::tearDown();
    }

    public function testEachAlertFiresWhenItsCauseLastsAndOnlyThen(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $series = $this->recorded();
        $of = static fn (string $alert, int $minute, array ...$expected): array => [
            'alertname' => $alert, 'eval_time' => "{$minute}m", 'exp_alerts' => $expected,
        ];
        $soldOut = self::alert('warning', ['product' => (string) $product, 'name' => 'VPS'], 'VPS has been sold out for 15 minutes.');
        $notUpdated = self::alert('warning', ['product' => (string) $product, 'name' => 'VPS'], 'VPS is not updated.');
        $host = $this->panel->hostname;
        $failing = self::alert('critical', ['panel' => '1', 'name' => $host], "More than half of the requests to {$host} fail.");
        // Healthy, sold out, healthy, failing, healthy; and at last the file is not replaced any more.
        [$sold, $again, $down, $end] = [self::PHASE, 2 * self::PHASE, 3 * self::PHASE, 4 * self::PHASE];

        $this->check($series, [
            $of('VirtFusionSoldOut', $sold - 1),
            $of('VirtFusionSoldOut', $sold + 14),
            $of('VirtFusionSoldOut', $sold + 16, $soldOut),
            $of('VirtFusionSoldOut', $again + 1),
            $of('VirtFusionNotUpdated', $sold + 60),
            $of('VirtFusionPanelFailing', $sold + 60),
            $of('VirtFusionNotUpdated', $down + 29),
            $of('VirtFusionNotUpdated', $down + 31, $notUpdated),
            $of('VirtFusionPanelFailing', $down + 4),
            $of('VirtFusionPanelFailing', $down + 7, $failing),
            $of('VirtFusionSoldOut', $down + 60),
            $of('VirtFusionNotUpdated', $end + 1),
            $of('VirtFusionPanelFailing', $end + 90),
        ]);
    }

    public function testNotUpdatedFiresWhenACronDoesNotRun(): void
    {
        $age = 'virtfusion_stock_product_age_seconds{product="1",name="VPS"}';
        $file = 'node_textfile_mtime_seconds{file="/var/lib/prometheus/node-exporter/virtfusion_stock.prom"}';
        $other = 'node_textfile_mtime_seconds{file="/var/lib/prometheus/node-exporter/apt.prom"}';
        // The age grows by a minute each minute; the file is replaced for the first 100 minutes.
        $series = [$age => '0+60x600', $file => '0+60x100 6000x500', $other => '0x600'];
        $product = self::alert('warning', ['product' => '1', 'name' => 'VPS'], 'VPS is not updated.');
        $path = '/var/lib/prometheus/node-exporter/virtfusion_stock.prom';
        $written = self::alert('warning', ['file' => $path], "{$path} is not updated.");

        $this->check($series, [
            ['alertname' => 'VirtFusionNotUpdated', 'eval_time' => '185m', 'exp_alerts' => []],
            ['alertname' => 'VirtFusionNotUpdated', 'eval_time' => '200m', 'exp_alerts' => [$written]],
            ['alertname' => 'VirtFusionNotUpdated', 'eval_time' => '395m', 'exp_alerts' => [$product, $written]],
        ]);
    }

    public function testTheConfigurationAndTheRulesAreValid(): void
    {
        [$configuration, $rules] = self::blocks('yaml');
        file_put_contents("{$this->folder}/prometheus.yml", $configuration);
        file_put_contents("{$this->folder}/virtfusion_stock.rules.yml", $rules);

        $checked = Process::start(['promtool', 'check', 'config', "{$this->folder}/prometheus.yml"])->finish();

        self::assertSame(0, $checked[2], "{$checked[0]}{$checked[1]}");
        self::assertStringContainsString('3 rules found', $checked[0]);
    }

    public function testEveryMetricOnThePageIsPrintedAndEveryPrintedMetricIsOnThePage(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        preg_match_all('/^# HELP (\w+) /m', $this->stock(), $printed);
        preg_match_all('/^\| `(virtfusion_stock_\w+)` \|/m', (string) file_get_contents(self::PAGE), $listed);
        preg_match_all('/virtfusion_stock_\w+/', (string) preg_replace('/virtfusion_stock\W/', '', implode(self::blocks('yaml'))), $used);

        self::assertEqualsCanonicalizing($printed[1], $listed[1]);
        self::assertSame([], array_diff(preg_grep('/_stock_(?:product|group|panel|holds)/', $used[0]), $printed[1]));
    }

    public function testTheCronLineReplacesTheFileAndKeepsItWhenNothingIsPrinted(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $line = (string) preg_replace('/^(?:\S+ ){5}www-data /', '', trim(self::blocks('cron')[0]));
        $php = implode(' ', array_map('escapeshellarg', $this->phpWithoutExtension()));
        $line = strtr($line, [
            '/var/lib/prometheus/node-exporter' => $this->folder,
            '/var/www/whmcs' => $this->shop->root,
            '; php ' => "; {$php} ",
        ]);
        $file = "{$this->folder}/virtfusion_stock.prom";

        Process::start(['sh', '-c', $line])->finish();
        $written = (string) file_get_contents($file);
        self::assertStringEndsWith("\n# EOF\n", $written);
        rename("{$this->shop->root}/init.php", "{$this->shop->root}/away.php");
        Process::start(['sh', '-c', $line])->finish();

        self::assertSame($written, file_get_contents($file));
        self::assertSame(['.', '..', basename($file)], scandir($this->folder));
    }

    /**
     * The command's output in five states, each for PHASE minutes.
     *
     * @return array<string, string> values of promtool, by series
     */
    private function recorded(): array
    {
        $healthy = [self::host(11, 10240)];
        $recorded = [];
        foreach (['healthy', 'sold out', 'healthy', 'failing', 'healthy'] as $state) {
            $this->panel->group(5, $state === 'sold out' ? [self::host(11, 1024)] : $healthy);
            $state === 'failing' ? $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 500]) : $this->panel->heals();
            $this->stock('recalculate');
            $recorded[] = $this->samples();
        }
        $series = [];
        foreach (array_unique(array_merge(...array_map('array_keys', $recorded))) as $sample) {
            $values = array_map(
                static fn (array $samples): string => ($samples[$sample] ?? '_') . 'x' . (self::PHASE - 1),
                $recorded,
            );
            $series[$sample] = implode(' ', $values);
        }

        return $series;
    }

    /** @return array<string, string> value by sample, without +Inf, which promtool cannot repeat */
    private function samples(): array
    {
        $samples = [];
        foreach (preg_grep('/^[^#].* [\d.]+$/', explode("\n", $this->stock())) as $line) {
            $at = (int) strrpos($line, ' ');
            $samples[substr($line, 0, $at)] = substr($line, $at + 1);
        }

        return $samples;
    }

    /**
     * @param array<string, string> $series
     * @param list<array<string, mixed>> $tests
     */
    private function check(array $series, array $tests): void
    {
        file_put_contents("{$this->folder}/rules.yml", self::blocks('yaml')[1]);
        $inputs = [];
        foreach ($series as $sample => $values) {
            $inputs[] = ['series' => $sample, 'values' => $values];
        }
        // JSON is YAML.
        file_put_contents("{$this->folder}/tests.yml", json_encode([
            'rule_files' => ['rules.yml'],
            'evaluation_interval' => '1m',
            'tests' => [['interval' => '1m', 'input_series' => $inputs, 'alert_rule_test' => $tests]],
        ], JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR));
        [$output, $errors, $code] = Process::start(['promtool', 'test', 'rules', "{$this->folder}/tests.yml"])->finish();
        self::assertSame(0, $code, "{$output}{$errors}" . json_encode($series, JSON_PRETTY_PRINT));
    }

    /**
     * @param array<string, string> $labels
     * @return array<string, mixed>
     */
    private static function alert(string $severity, array $labels, string $summary): array
    {
        return ['exp_labels' => ['severity' => $severity] + $labels, 'exp_annotations' => ['summary' => $summary]];
    }

    /** @return list<string> the page's blocks of a language */
    private static function blocks(string $language): array
    {
        preg_match_all("/^```{$language}\n(.*?)^```$/ms", (string) file_get_contents(self::PAGE), $blocks);
        self::assertNotSame([], $blocks[1]);

        return $blocks[1];
    }

    private function stock(string $command = 'metrics'): string
    {
        $program = "{$this->shop->root}/modules/addons/virtfusion_stock/bin/stock";

        return Process::start([...$this->php(), $program, $command])->finish()[0];
    }
}
