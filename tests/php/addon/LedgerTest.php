<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class LedgerTest extends ShopTestCase
{
    public function testAnEntryHasQuantityTimeReasonAndReport(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);

        $this->recalculate();

        $entry = $this->entry($product);
        self::assertSame([9, 'ok', null, 0], [$entry->quantity, $entry->reason, $entry->error, $entry->failures]);
        self::assertLessThan(60, abs(time() - strtotime("{$entry->known_at} UTC")));
        self::assertSame($entry->known_at, $entry->attempted_at);
        $report = json_decode($entry->report, true);
        self::assertSame([$product, 9, 10.0], [$report['product'], $report['quantity'], $report['buffer_pct']]);
        self::assertSame('hv-11', $report['groups'][0]['hypervisors'][0]['name']);
    }

    public function testAFailedAttemptKeepsTheLastQuantityAndCountsFailures(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        Capsule::table('mod_virtfusion_stock')->update(['known_at' => '2020-01-01 00:00:00']);
        $this->forgetCache();
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 503]);

        $this->recalculate();
        $this->recalculate();

        $entry = $this->entry($product);
        self::assertSame([9, '2020-01-01 00:00:00', 2], [$entry->quantity, $entry->known_at, $entry->failures]);
        self::assertSame('package_unknown', $entry->reason);
        self::assertStringContainsString('503', $entry->error);
        self::assertLessThan(60, abs(time() - strtotime("{$entry->attempted_at} UTC")));
        self::assertSame(9, json_decode($entry->report, true)['quantity']);

        $this->panel->heals();
        $this->recalculate();
        $entry = $this->entry($product);
        self::assertSame([0, null, 'ok'], [$entry->failures, $entry->error, $entry->reason]);
    }

    public function testAChangeRecordsThePreviousQuantityAndTheTime(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        Capsule::table('mod_virtfusion_stock')->update(['changed_at' => '2020-01-01 00:00:00']);
        $this->recalculate();
        self::assertSame('2020-01-01 00:00:00', $this->entry($product)->changed_at);

        $this->panel->group(5, [self::host(11, 5120)]);
        $this->forgetCache();
        $this->recalculate();

        $entry = $this->entry($product);
        self::assertSame([9, 4], [$entry->previous_quantity, $entry->quantity]);
        self::assertNotSame('2020-01-01 00:00:00', $entry->changed_at);
    }

    public function testKnownAndUnknownProductsOfOneSweepAreBothRecorded(): void
    {
        $good = $this->catalogue->product('good', 3, 5);
        $bad = $this->catalogue->product('bad', 3, 6, ['qty' => 7]);
        $this->recalculate();
        $this->forgetCache();
        $this->panel->fails(['path' => '/compute/hypervisors/groups/6/resources', 'kind' => 'status', 'code' => 500]);

        $this->recalculate();

        self::assertSame(['ok', 0], [$this->entry($good)->reason, $this->entry($good)->failures]);
        self::assertSame(['group_unknown', 1], [$this->entry($bad)->reason, $this->entry($bad)->failures]);
    }

    public function testNamesWithNonAsciiLettersAndInvalidBytesAreStored(): void
    {
        $product = $this->catalogue->product("Gr\u{00F6}\u{00DF}e \u{1F600}", 3, 5);
        $this->panel->group(5, [self::host(11, 10240, ['name' => "\u{6771}\u{4EAC} \u{1F600} <b>"])]);

        $this->recalculate();

        $report = json_decode($this->entry($product)->report, true);
        self::assertSame("\u{6771}\u{4EAC} \u{1F600} <b>", $report['groups'][0]['hypervisors'][0]['name']);
    }

    public function testAReportIsWrittenOnlyWhenItChanges(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $marked = ['report' => '{"kept": true}', 'known_at' => '2020-01-01 00:00:00'];
        Capsule::table('mod_virtfusion_stock')->update($marked);

        $this->recalculate();
        $entry = $this->entry($product);
        self::assertSame('{"kept": true}', $entry->report);
        self::assertLessThan(60, abs(time() - strtotime("{$entry->known_at} UTC")));

        $this->panel->group(5, [self::host(11, 10241)]);
        $this->forgetCache();
        $this->recalculate();
        $report = json_decode($this->entry($product)->report, true);
        self::assertSame(9, $report['quantity'], 'the quantity is the same, what limits it is not');
        self::assertArrayHasKey('groups', $report);

        Capsule::table('mod_virtfusion_stock')->update(['quantity' => 5]);
        $this->recalculate();
        self::assertSame(9, $this->entry($product)->quantity);
        self::assertSame($report, json_decode($this->entry($product)->report, true));

        $this->catalogue->setting('largest_quantity', '4');
        self::assertSame([$product => 4], $this->recalculate());
        self::assertSame([4, 4], [$this->entry($product)->quantity, $this->quantity($product)]);
    }

    public function testTimesAreUpdatedWithoutReadingALargeReport(): void
    {
        $product = $this->withALargeReport();

        $queries = $this->inShop('$queries = []; WHMCS\Database\Capsule::connection()->listen('
            . 'static function ($query) use (&$queries) { $queries[] = $query->sql; });'
            . ' (new WHMCS\Module\Server\VirtFusionDirect\StockControl())->recalculateAll(); return $queries;');

        self::assertCount(1, preg_grep('/^update `mod_virtfusion_stock` set `known_at`/', $queries), implode("\n", $queries));
        self::assertSame([], preg_grep('/[`.]report`/', $queries));
        self::assertNull($this->entry($product)->report, 'to change a row is to read all of it');
    }

    public function testASmallReportIsStoredInItsRow(): void
    {
        $product = $this->withALargeReport();
        $read = fn (): ?int => $this->inShop('return WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->ledger()->report('
            . "{$product})?->quantity;");
        self::assertSame([900, 900], [json_decode($this->entry($product)->report_there, true)['quantity'], $read()]);

        $this->panel->group(5, [self::host(11, 10240)]);
        $this->forgetCache();
        $this->recalculate();

        self::assertSame([9, 9], [json_decode($this->entry($product)->report, true)['quantity'], $read()]);
        self::assertNull($this->entry($product)->report_there);
    }

    /**
     * @testWith [{"state": "of/another/report"}]
     *     [null]
     *     ["no table"]
     */
    public function testALargeReportThatIsLostOrMismatchedIsWrittenAgain(array|string|null $change): void
    {
        $product = $this->withALargeReport();
        $before = $this->entry($product);
        $reports = Capsule::table('mod_virtfusion_stock_report');
        match ($change) {
            null => $reports->delete(),
            'no table' => Capsule::schema()->drop('mod_virtfusion_stock_report'),
            default => $reports->update($change + ['report' => '{}']),
        };

        $this->recalculate();

        $after = $this->entry($product);
        self::assertSame([$before->report_there, $before->state], [$after->report_there, $after->state]);
        self::assertSame($after->state, $after->report_state);
    }

    /**
     * @testWith ["mod_virtfusion_stock"]
     *     ["mod_virtfusion_stock_report"]
     */
    public function testARowAndItsLargeReportAreWrittenInOneTransaction(string $refusing): void
    {
        $product = $this->withALargeReport();
        $before = $this->entry($product);
        $connection = Capsule::connection();
        $connection->unprepared("CREATE TRIGGER refuse BEFORE INSERT ON {$refusing} FOR EACH ROW SIGNAL SQLSTATE '45000'");
        $this->panel->group(5, self::hosts(100, 5120));
        $this->forgetCache();

        $this->recalculate();
        self::assertEquals($before, $this->entry($product));

        $connection->unprepared('DROP TRIGGER refuse');
        $this->recalculate();
        $after = $this->entry($product);
        self::assertSame([400, 400], [$after->quantity, json_decode($after->report_there, true)['quantity']]);
    }

    /** A product on 100 hypervisors with room for 9 servers each. */
    private function withALargeReport(): int
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->panel->group(5, self::hosts(100, 10240));
        $this->recalculate();

        return $product;
    }

    /** @return list<array<string, mixed>> */
    private static function hosts(int $count, int $memory): array
    {
        return array_map(static fn (int $n): array => self::host(100 + $n, $memory), range(1, $count));
    }

    private function forgetCache(): void
    {
        $this->inShop("\$module = new VirtFusionDirect\\Module('https://{$this->panel->hostname}/api/v1', 'any');"
            . ' $module->forgetPackage(3); $module->forgetGroupResources(5); $module->forgetGroupResources(6);'
            . ' return null;');
    }
}
