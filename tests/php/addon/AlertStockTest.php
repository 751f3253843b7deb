<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** Alerts about what is for sale: sold out, low and back. */
final class AlertStockTest extends WatchedShopTestCase
{
    private const LOW = 'VirtFusion Stock: 1 product low: memory in group 5 (server #1 panel)';
    private const SOLD_OUT = 'VirtFusion Stock: 1 product sold out: memory in group 5 (server #1 panel)';
    private const BACK = 'VirtFusion Stock: 1 product available again: room in group 5 (server #1 panel)';

    protected function setUp(): void
    {
        parent::setUp();
        Capsule::table('tblservers')->update(['name' => 'panel']);
    }

    public function testAStateIsReportedOnceTwoRecalculationsInARowHaveSeenIt(): void
    {
        $product = $this->product();
        $this->runs([10, 3]);
        self::assertSame([], $this->subjects());

        $this->cron(20 * self::MINUTE);

        self::assertSame([self::LOW], $this->subjects());
        self::assertStringContainsString("#{$product} VPS: 3 left", $this->mails()[0]['custommessage']);
        self::assertSame('system', $this->mails()[0]['type']);
    }

    /**
     * @testWith [[10, 0, 10, 10, 10]]
     *     [[10, 3, 10, 3, 7, 7]]
     *     [[10, 0, 7, 0, 7]]
     *     [[4, 4, 5, 6, 10]]
     *     [[10, 10, 10]]
     */
    public function testWhatOnlyOneRecalculationSeesIsNotReported(array $rooms): void
    {
        $this->product();

        $this->runs($rooms);

        self::assertSame([], $this->subjects());
    }

    public function testWhatIsLowAndThenSoldOutIsReportedAgainAndBackAboveTwiceTheThreshold(): void
    {
        $this->product();

        $this->runs([10, 3, 3, 0, 0, 2, 2, 6, 6, 7, 7, 7]);

        self::assertSame([self::LOW, self::SOLD_OUT, self::BACK], $this->subjects());
    }

    public function testTheThresholdIsASetting(): void
    {
        $this->catalogue->setting('alert_low', '0');
        $this->product();
        $this->runs([3, 1, 1, 0, 0]);
        self::assertSame([self::SOLD_OUT], $this->subjects());

        $this->runs([1, 1], self::HOUR);

        self::assertSame([self::SOLD_OUT, self::BACK], $this->subjects());
    }

    public function testTheThresholdIsBelowHalfOfTheLargestQuantityThatIsPublished(): void
    {
        $this->catalogue->setting('largest_quantity', '5');
        $this->product();

        $this->runs([9, 9, 3, 3, 2, 2, 9, 9]);

        self::assertSame([self::LOW, self::BACK], $this->subjects());
        self::assertStringContainsString('VPS: 2 left', $this->mails()[0]['custommessage']);
        self::assertStringContainsString('VPS: 5 for sale', $this->mails()[1]['custommessage']);
    }

    public function testWhatOneRecalculationHasSeenTheNextCronRunLooksAtAgain(): void
    {
        $this->catalogue->setting('cron_interval', '7200');
        $this->product();
        $this->runs([10]);
        $this->runs([0], 2 * self::HOUR);

        $this->runs([0], 2 * self::HOUR + 5 * self::MINUTE);
        self::assertSame([self::SOLD_OUT], $this->subjects());
        $this->runs([50], 3 * self::HOUR);
        $this->runs([50], 3 * self::HOUR + 5 * self::MINUTE);
        self::assertSame([self::SOLD_OUT, self::BACK], $this->subjects());

        $sweeps = count($this->sweeps());
        $this->cron(3 * self::HOUR + 10 * self::MINUTE);
        self::assertCount($sweeps, $this->sweeps());
    }

    public function testAQuantityThatGoesInAndOutIsReportedOnceADay(): void
    {
        $this->product();

        $this->runs(array_merge(...array_fill(0, 10, [4, 3])));
        self::assertSame([self::LOW], $this->subjects());
        $this->runs([4, 3, 4, 3], 23 * self::HOUR);
        self::assertCount(1, $this->subjects());

        $this->runs([4, 3, 4, 3], 25 * self::HOUR);
        self::assertCount(2, $this->subjects());
        $this->runs([4, 3, 4, 3], 50 * self::HOUR);
        self::assertSame([self::LOW, self::LOW, self::LOW], $this->subjects());
    }

    public function testBlocksOfTwoGiveOneMessageOfEachKindADay(): void
    {
        $this->product();

        $this->runs([10, 10, 3, 3, 10, 10, 3, 3, 10, 10, 3, 3]);

        self::assertSame([self::LOW, self::BACK], $this->subjects());
        $this->runs([3, 3], 25 * self::HOUR);
        self::assertSame([self::LOW, self::BACK, self::LOW], $this->subjects(), 'it was said to be back and is not');
    }

    public function testWhatStaysSoldOutIsNotReportedAgain(): void
    {
        $this->product();
        $this->runs([0, 0, 0]);

        $this->runs([0, 0], 3 * self::DAY);

        self::assertSame([self::SOLD_OUT], $this->subjects());
    }

    public function testNineProductsThatSellOutForOneCauseAreOneMessage(): void
    {
        $ids = [];
        for ($n = 1; $n <= 9; $n++) {
            $ids[] = $this->product("VPS {$n}");
        }
        $this->product('elsewhere', 6);
        $this->room(6, 50);

        $this->runs([10, 0, 0, 0]);

        self::assertSame(['VirtFusion Stock: 9 products sold out: memory in group 5 (server #1 panel)'], $this->subjects());
        foreach ($ids as $n => $id) {
            self::assertStringContainsString("#{$id} VPS " . ($n + 1) . ': sold out', $this->mails()[0]['custommessage']);
        }
        self::assertStringNotContainsString('elsewhere', $this->mails()[0]['custommessage']);
    }

    public function testProductsOfDifferentGroupsAreDifferentMessages(): void
    {
        $this->product('one', 5);
        $this->product('two', 6);
        $this->room(6, 0);

        $this->runs([0, 0]);

        self::assertSame([self::SOLD_OUT, strtr(self::SOLD_OUT, ['group 5' => 'group 6'])], $this->subjects());
    }

    public function testAProductThatAPageHasReadMeanwhileIsReportedWithTheOthersOfItsCause(): void
    {
        $viewed = $this->product('viewed');
        $this->product('other');
        $this->catalogue->setting('cron_interval', '7200');
        $this->runs([10]);
        $this->room(5, 0);
        // As an event does, which reads both.
        $this->shop->php($this->php(...$this->settings()), self::later(5 * self::MINUTE, self::ALL));
        $this->inShop(self::later(7 * self::MINUTE, "run_hook('ClientAreaPageCart', ['pid' => {$viewed}]); return null;"));
        $sweeps = count($this->sweeps());

        $this->cron(8 * self::MINUTE);
        self::assertCount($sweeps, $this->sweeps());

        self::assertSame(['VirtFusion Stock: 2 products sold out: memory in group 5 (server #1 panel)'], $this->subjects());
    }

    public function testAProductThatIsFailingNowIsNotReportedWithTheOthersOfItsCause(): void
    {
        $this->product('failing');
        $this->panel->package(4, ['memory' => 100]);
        $this->catalogue->product('small', 4, 5, ['configoption7' => '0']);
        $this->runs([10]);
        $this->panel->group(5, [['memory' => [1024 * 100, 1024 * 100 - 1000]] + self::host(51, 0)]);
        $this->cron(10 * self::MINUTE);
        self::assertSame([0, 10], Capsule::table('tblproducts')->orderBy('id')->pluck('qty')->all());
        $this->panel->fails(['path' => '/packages/3', 'kind' => 'status', 'code' => 503]);
        $this->room(5, 0);

        $this->cron(20 * self::MINUTE);
        $this->cron(30 * self::MINUTE);

        self::assertSame([self::SOLD_OUT], $this->subjects());
    }

    public function testWhatIsNotKnownIsNeitherSoldOutNorBack(): void
    {
        $this->product();
        $this->runs([10, 0]);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 503]);
        $this->cron(20 * self::MINUTE);
        $this->cron(30 * self::MINUTE);
        self::assertSame([], $this->subjects());
        $this->panel->heals();

        $this->runs([0], 40 * self::MINUTE);
        self::assertSame([self::SOLD_OUT], $this->subjects());
        $this->runs([10], 50 * self::MINUTE);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 503]);
        $this->cron(60 * self::MINUTE);

        self::assertSame([self::SOLD_OUT], $this->subjects());
    }

    /**
     * @testWith [{"stockcontrol": 0}]
     *     [{"retired": 1}]
     *     [{"servertype": "cpanel"}]
     */
    public function testAProductThatIsNotSoldByStockAnyMoreIsForgotten(array $columns): void
    {
        $product = $this->product();
        $this->runs([10, 0]);
        self::assertSame(1, Capsule::table('mod_virtfusion_stock_alert')->count());

        Capsule::table('tblproducts')->where('id', $product)->update($columns);
        $this->runs([0, 0], 20 * self::MINUTE);

        self::assertSame([], $this->subjects());
        self::assertSame(0, Capsule::table('mod_virtfusion_stock_alert')->count());
    }

    public function testADeletedProductIsForgotten(): void
    {
        $product = $this->product();
        $this->runs([10, 0]);

        Capsule::table('tblproducts')->where('id', $product)->delete();
        $this->runs([0, 0], 20 * self::MINUTE);

        self::assertSame([], $this->subjects());
        self::assertSame(0, Capsule::table('mod_virtfusion_stock_alert')->count());
    }

    public function testWhilePreviewingNothingIsReportedAndAfterwardsWhatIsSoStill(): void
    {
        $this->product();
        $this->catalogue->setting('preview_only', 'on');
        $this->runs([10, 0, 0, 0]);
        self::assertSame([], $this->subjects());

        $this->catalogue->setting('preview_only', '');
        $this->runs([0], self::HOUR);

        self::assertSame([self::SOLD_OUT], $this->subjects());
    }

    public function testWithoutAChannelNothingIsLookedFor(): void
    {
        $this->catalogue->setting('alert_mail', 'off');
        $this->product();

        $this->runs([10, 0, 0]);

        self::assertSame([], $this->mails());
        self::assertSame(0, Capsule::table('mod_virtfusion_stock_alert')->count());
    }

    public function testManyPlentifulProductsAreNotRemembered(): void
    {
        for ($n = 1; $n <= 20; $n++) {
            $this->product("VPS {$n}");
        }

        $this->runs([50, 60, 50]);

        self::assertSame(0, Capsule::table('mod_virtfusion_stock_alert')->count());
    }

    public function testAProductsNameIsEscapedInTheMailAndFillsInNothing(): void
    {
        $this->product('<b>{$secret}</b>');

        $this->runs([0, 0]);

        self::assertStringContainsString('&lt;b&gt;&#123;$secret&#125;&lt;/b&gt;: sold out', $this->mails()[0]['custommessage']);
    }

    public function testAProductInTwoGroupsJoinsTheirMessages(): void
    {
        $this->product('one', 5);
        $this->product('two', 6);
        $both = $this->product('both', 5);
        $this->catalogue->option('Location', [$both], ['5|Here', '6|There']);
        $this->room(6, 0);

        $this->runs([0, 0]);

        $title = 'VirtFusion Stock: 3 products sold out: memory in group 5 (server #1 panel); memory in group 6 (server #1 panel)';
        self::assertSame([$title], $this->subjects());
    }
}
