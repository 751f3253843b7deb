<?php

/*
 * What bin/stock metrics prints, and that promtool accepts it.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Orders;
use WhmcsStandIn\Process;

final class MetricsTest extends ShopTestCase
{
    private const PREFIX = 'virtfusion_stock_';
    private const GIB = 1 << 30;
    private const MIB = 1 << 20;

    public function testEachProductHasItsNumbers(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->product('free', 3, 5, ['stockcontrol' => 0]);
        $this->sell($product);
        $this->recalculate();

        $metrics = $this->metrics();

        $labels = "{product=\"{$product}\",name=\"VPS\"}";
        self::assertSame('8', $metrics["product_published{$labels}"]);
        self::assertSame('9', $metrics["product_fits{$labels}"]);
        self::assertSame('1', $metrics["product_held{$labels}"]);
        self::assertSame('0', $metrics["product_unknown{$labels}"]);
        self::assertLessThan(60, (int) $metrics["product_age_seconds{$labels}"]);
        self::assertSame([], preg_grep('/free/', preg_grep('/^product_/', array_keys($metrics))));
    }

    public function testAProductThatIsNotKnownIsUnknownAndKeepsItsAge(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $never = $this->catalogue->product('never', '', 5, ['qty' => 7]);
        $this->recalculate();
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 500]);
        Capsule::table('mod_virtfusion_stock')->where('product_id', 1)->update(['known_at' => gmdate('Y-m-d H:i:s', time() - 7200)]);
        self::assertSame(1, $this->stock('recalculate')[2]);

        $metrics = $this->metrics();

        self::assertSame('9', $metrics['product_published{product="1",name="VPS"}']);
        self::assertSame('1', $metrics['product_unknown{product="1",name="VPS"}']);
        self::assertEqualsWithDelta(7200, (int) $metrics['product_age_seconds{product="1",name="VPS"}'], 60);
        self::assertArrayNotHasKey('product_fits{product="1",name="VPS"}', $metrics);
        self::assertSame('7', $metrics["product_published{product=\"{$never}\",name=\"never\"}"]);
        self::assertSame('1', $metrics["product_unknown{product=\"{$never}\",name=\"never\"}"]);
        self::assertArrayNotHasKey("product_age_seconds{product=\"{$never}\",name=\"never\"}", $metrics);
        self::assertSame([], preg_grep('/^group_/', array_keys($metrics)));
    }

    public function testEachGroupHasItsResourcesInBaseUnits(): void
    {
        $this->panel->group(5, [
            self::host(11, 10240, ['memory' => [10240, 2048], 'cpu' => [100, 10], 'servers' => [50, 4]]),
            self::host(12, 10240, ['memory' => [10240, 1024], 'servers' => [20, 1]]),
            self::host(13, 99999, ['prohibit' => true]),
        ]);
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->sell($product);
        $this->recalculate();

        $metrics = $this->metrics();

        $figures = fn (string $resource, string $unit, string $more = ''): array => array_map(
            static fn (string $state): ?string => $metrics["group_{$state}{panel=\"1\",group=\"5\",resource=\"{$resource}\"{$more},unit=\"{$unit}\"}"] ?? null,
            ['maximum', 'allocated', 'reserved', 'free'],
        );
        // 10 % of each hypervisor's memory, and one order.
        $reserved = 2 * 1024 + 1024;
        self::assertSame(
            array_map(static fn (int $megabytes): string => (string) ($megabytes * self::MIB), [20480, 3072, $reserved, 20480 - 3072 - $reserved]),
            $figures('memory', 'bytes'),
        );
        self::assertSame(['1100', '10'], array_slice($figures('cpu', 'cores'), 0, 2));
        self::assertSame((string) (200000 * self::GIB), $figures('storage', 'bytes', ',storage_type="0"')[0]);
        self::assertSame(['70', '5'], array_slice($figures('servers', 'servers'), 0, 2));
        self::assertSame([null, null, '1', '4999'], $figures('ipv4', 'addresses'));
    }

    public function testAResourceWithoutAQuotaHasNoLimit(): void
    {
        $this->panel->group(5, [self::host(11, 10240), self::host(12, 0, ['memory' => [0, 512]])]);
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        $metrics = $this->metrics();

        $labels = '{panel="1",group="5",resource="memory",unit="bytes"}';
        self::assertSame(['+Inf', '+Inf'], [$metrics["group_maximum{$labels}"], $metrics["group_free{$labels}"]]);
        self::assertArrayNotHasKey("group_allocated{$labels}", $metrics, 'the panel\'s figures do not say');
    }

    public function testTheProductThatLeavesTheMostFreeCountsForItsGroup(): void
    {
        $this->catalogue->product('careful', 3, 5, ['configoption7' => 50]);
        $this->catalogue->product('bold', 3, 5, ['configoption7' => 0]);
        $this->recalculate();

        $labels = '{panel="1",group="5",resource="memory",unit="bytes"}';
        $metrics = $this->metrics();
        self::assertSame(['0', (string) (10240 * self::MIB)], [$metrics["group_reserved{$labels}"], $metrics["group_free{$labels}"]]);
    }

    public function testRequestsAndFailuresOfAPanelOnlyRise(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $labels = "{panel=\"1\",name=\"{$this->panel->hostname}\"}";
        $counts = fn (array $metrics): array => [
            $metrics["panel_requests_total{$labels}"] ?? null,
            $metrics["panel_request_failures_total{$labels}"] ?? null,
        ];
        self::assertSame([null, null], $counts($this->metrics()), 'it was not asked yet');

        $this->recalculate();
        $first = $this->metrics();
        self::assertSame(['2', '0'], $counts($first));
        self::assertGreaterThan(0, (float) $first["panel_last_duration_seconds{$labels}"]);

        $this->recalculate();
        $second = $this->metrics();
        self::assertSame(['2', '0'], $counts($second), 'every answer is cached');
        $key = "panel_last_duration_seconds{$labels}";
        self::assertSame($first[$key], $second[$key]);

        $this->panel->fails(['path' => '/packages/3', 'kind' => 'status', 'code' => 500]);
        self::assertSame(1, $this->stock('recalculate')[2]);
        self::assertSame(['4', '1'], $counts($this->metrics()));
    }

    public function testOrdersAreCountedByStateAndThoseWithoutAPlaceByReason(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $option = $this->catalogue->option('Memory', [], ['64|64 GB', 'much']);
        $this->sell($product);
        $this->sell($product, 'Paid');
        foreach (['64|64 GB', 'much'] as $choice) {
            Orders::choose($this->sell($product, 'Paid'), $option, $choice);
        }
        $this->sell($this->catalogue->product('gone', 44, 5, ['stockcontrol' => 0]));
        $this->recalculate();

        $metrics = $this->metrics();

        self::assertSame(['3', '2'], [$metrics['holds{state="paid"}'], $metrics['holds{state="unpaid"}']]);
        self::assertSame('1', $metrics['holds_unplaced{reason="without_room"}']);
        self::assertSame('2', $metrics['holds_unplaced{reason="not_buildable"}']);
    }

    public function testNamesAreEscaped(): void
    {
        $this->catalogue->product("The \"best\" \\ VPS\nfor you", 3, 5);
        Capsule::table('tblservers')->update(['name' => "Köln\t\"1\""]);
        $this->recalculate();
        Capsule::table('mod_virtfusion_stock_group')->where('id', '1:5')->delete();
        Capsule::table('mod_virtfusion_stock_group')->insert(['id' => '1:5', 'name' => 'a\\"b']);

        $metrics = $this->metrics();

        self::assertArrayHasKey('product_published{product="1",name="The \\"best\\" \\\\ VPS for you"}', $metrics);
        self::assertArrayHasKey('panel_requests_total{panel="1",name="Köln \\"1\\""}', $metrics);
        self::assertArrayHasKey('group_free{panel="1",group="5",name="a\\\\\\"b",resource="memory",unit="bytes"}', $metrics);
    }

    public function testMetricsAskNoPanelWriteNothingAndNeedNoExtension(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->forgetRequests();
        $before = $this->everythingWritten();
        $with = $this->stock('metrics')[0];

        $process = Process::start([...$this->phpWithoutExtension(), $this->program(), 'metrics'])->finish();

        self::assertSame(['', 0], [$process[1], $process[2]]);
        $ageless = static fn (string $text): string => (string) preg_replace('/(age_seconds\{.*) \d+/', '$1', $text);
        self::assertSame($ageless($with), $ageless($process[0]));
        self::assertSame([$before, []], [$this->everythingWritten(), $this->panel->requests()]);
    }

    public function testMetricsThatCannotBePrintedExitWith2(): void
    {
        self::assertSame(['', 2], [$this->stock('metrics', '--json')[0], $this->stock('metrics', '--json')[2]]);
        $command = implode(' ', array_map('escapeshellarg', [...$this->php(), $this->program(), 'metrics']));
        $full = Process::start(['sh', '-c', "{$command} >/dev/full"])->finish();
        self::assertSame(2, $full[2]);
        self::assertStringContainsString('could not be written', $full[1]);
        Capsule::table('tbladdonmodules')->delete();
        self::assertSame(['', 2], [$this->stock('metrics')[0], $this->stock('metrics')[2]]);
    }

    public function testAShopWithManyProductsNeedsNoMoreQueries(): void
    {
        $this->catalogue->product('VPS 1', 3, 5);
        $this->recalculate();
        $few = $this->inShop(self::queries());
        for ($n = 2; $n <= 30; $n++) {
            $this->catalogue->product("VPS {$n}", 3, 4 + $n % 3);
        }
        $this->recalculate();

        $many = $this->inShop(self::queries());

        self::assertSame($few, $many);
        self::assertSame([], preg_grep('/`report`|select \*/', $many), 'reports, which are large, are not read');
    }

    private static function queries(): string
    {
        return '$queries = []; WHMCS\Database\Capsule::connection()->listen('
            . 'static function ($query) use (&$queries) { $queries[] = (string) preg_replace("/\(\d[\d, ]*\)/", "(…)", $query->sql); });'
            . ' $shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
            . ' (new WHMCS\Module\Addon\VirtfusionStock\Metrics\Metrics($shop))->text(); return $queries;';
    }

    /** @return array<string, string> value by sample, of metrics that promtool accepts */
    private function metrics(): array
    {
        [$text, $errors, $code] = $this->stock('metrics');
        self::assertSame(['', 0], [$errors, $code]);
        self::assertAccepted($text);
        $metrics = [];
        foreach (preg_grep('/^[^#]/', explode("\n", $text)) as $line) {
            $at = (int) strrpos($line, ' ');
            $sample = substr($line, strlen(self::PREFIX), $at - strlen(self::PREFIX));
            self::assertSame([self::PREFIX, false], [substr($line, 0, strlen(self::PREFIX)), isset($metrics[$sample])], $line);
            $metrics[$sample] = substr($line, $at + 1);
        }

        return $metrics;
    }

    /** Both formats: as node_exporter reads it, and as Prometheus reads OpenMetrics, which wants times for what it imports. */
    private static function assertAccepted(string $text): void
    {
        [$output, $errors, $code] = Process::start(['promtool', 'check', 'metrics'], $text)->finish();
        self::assertSame(['', '', 0], [$output, $errors, $code], $text);

        $folder = Workshop::folder() . '/metrics-' . bin2hex(random_bytes(4));
        mkdir($folder);
        $timed = preg_replace('/^([^#].*)$/m', '$1 1700000000', $text);
        file_put_contents("{$folder}/metrics", $timed);
        $import = ['promtool', 'tsdb', 'create-blocks-from', 'openmetrics', "{$folder}/metrics", "{$folder}/blocks"];
        [$output, $errors, $code] = Process::start($import)->finish();
        Workshop::remove($folder);
        self::assertSame(0, $code, "{$output}{$errors}{$timed}");
    }

    private function sell(int $product, string $invoice = 'Unpaid'): int
    {
        [$order, [$service]] = $this->catalogue->order([$product]);
        $id = Capsule::table('tblinvoices')->insertGetId(['status' => $invoice]);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s'), 'invoiceid' => $id]);

        return $service;
    }

    /** @return array{0: string, 1: string, 2: int} */
    private function stock(string ...$arguments): array
    {
        return Process::start([...$this->php(), $this->program(), ...$arguments])->finish();
    }

    private function program(): string
    {
        return "{$this->shop->root}/modules/addons/virtfusion_stock/bin/stock";
    }
}
