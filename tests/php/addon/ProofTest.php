<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class ProofTest extends ShopTestCase
{
    private const SHOP = 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()';
    private const DAY = 86400;

    private int $product;

    protected function setUp(): void
    {
        parent::setUp();
        $this->product = $this->catalogue->product('VPS', 3, 5);
    }

    public function testCreationsAndFailuresWithStockAreCounted(): void
    {
        $this->recalculate();

        $this->create(1);
        $this->create(2);
        $this->refuse(3);

        self::assertSame(['created' => 2, 'created_at_zero' => 0, 'refused' => 1], $this->counts());
    }

    public function testCreationsAndFailuresAtZeroAreCountedApart(): void
    {
        $this->panel->group(5, [self::host(11, 512)]);
        $this->recalculate();

        $this->create(1);
        $this->refuse(2);

        self::assertSame(['created' => 1, 'created_at_zero' => 1, 'refused' => 0], $this->counts());
        self::assertSame(1, (int) Capsule::table('mod_virtfusion_stock_proof')->value('refused_at_zero'));
    }

    public function testTheLastServerIsNotCreatedAtZeroBecauseItsOwnOrderTookThePlace(): void
    {
        $this->panel->group(5, [self::host(11, 1200)]);
        [, [$service]] = $this->order();
        [, [$another]] = $this->order();
        $this->recalculate();
        self::assertSame(0, $this->entry($this->product)->quantity);

        $this->refuse($another);
        $this->create($service);

        self::assertSame(['created' => 1, 'created_at_zero' => 0, 'refused' => 0], $this->counts(), 'one has a place, the other has none');
        self::assertSame(1, (int) Capsule::table('mod_virtfusion_stock_proof')->value('refused_at_zero'));
    }

    public function testAnOrderThatLoweredTheShopsNumberItselfHasStock(): void
    {
        $this->panel->group(5, [self::host(11, 2048)]);
        $this->recalculate();
        self::assertSame(1, $this->quantity($this->product));
        Capsule::table('tblproducts')->update(['qty' => 0]);

        $this->refuse(1);

        self::assertSame(1, $this->counts()['refused'], 'the number with which it was sold was 1');
    }

    public function testAServiceThatFailsTenTimesCountsOnceUntilItIsCreated(): void
    {
        $this->recalculate();
        for ($n = 0; $n < 10; $n++) {
            $this->refuse(1);
        }
        self::assertSame(1, $this->counts()['refused']);
        self::assertSame([1], array_column($this->refused(), 'service'));

        $this->create(1);
        self::assertSame([], $this->refused());
        $this->refuse(1);

        self::assertSame(['created' => 1, 'created_at_zero' => 0, 'refused' => 2], $this->counts());
    }

    public function testAServiceThatFailedAtZeroCountsOnceMoreWhenThereIsStock(): void
    {
        $this->panel->group(5, [self::host(11, 512)]);
        $this->recalculate();
        $this->refuse(1);
        self::assertSame([], $this->refused());
        $this->panel->group(5, [self::host(11, 10240)]);
        $this->inShop('return (new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep(' . self::SHOP . '))->allUncached("test")->quantities();');

        self::assertTrue($this->inShop('return ' . self::SHOP . "->proof()->refused(1, {$this->product});"));
        self::assertFalse($this->inShop('return ' . self::SHOP . "->proof()->refused(1, {$this->product});"));

        self::assertSame(1, $this->counts()['refused']);
        self::assertSame([$this->product], array_column($this->refused(), 'product'));
    }

    public function testTheLastKnownNumberCountsWhileThePanelIsNotReadable(): void
    {
        $this->recalculate();
        Capsule::table('mod_virtfusion_stock')->update(['failures' => 4, 'reason' => 'package_unknown']);

        $this->refuse(1);

        self::assertSame(1, $this->counts()['refused']);
    }

    public function testOnlyStockControlledVirtFusionServicesAreCounted(): void
    {
        $off = $this->catalogue->product('off', 3, 5, ['stockcontrol' => 0]);
        $this->recalculate();

        $this->event('AfterModuleCreate', $this->product, ['serviceid' => 1, 'addonId' => 7]);
        $this->event('AfterModuleCreate', $this->product, ['serviceid' => 1, 'moduletype' => 'cpanel']);
        $this->event('AfterModuleCreateFailed', $off, ['serviceid' => 1]);
        $this->event('AfterModuleCreate', $this->product);
        $this->hook('AfterModuleCreate', ['params' => 'nonsense']);
        $this->hook('AfterModuleCreateFailed');

        self::assertSame(0, Capsule::table('mod_virtfusion_stock_proof')->count());
        self::assertSame([], $this->troubles());
    }

    public function testAProductThatWasNeverReadCountsAsCreatedAndAsNothingElse(): void
    {
        $this->inShop('return ' . self::SHOP . "->proof()->created(1, {$this->product});");
        $refused = $this->inShop('return ' . self::SHOP . "->proof()->refused(2, {$this->product});");

        self::assertFalse($refused);
        self::assertSame(['created' => 1, 'created_at_zero' => 0, 'refused' => 0], $this->counts());
    }

    public function testCountsOf90DaysAreKeptAndOlderOnesRemovedByTheDailyTasks(): void
    {
        $this->recalculate();
        $this->refuse(1);
        self::assertSame(1, $this->counts(89 * self::DAY)['refused']);
        self::assertSame(0, $this->counts(90 * self::DAY)['refused']);

        $this->inShop(self::later(89 * self::DAY, self::hookCode('DailyCronJob')));
        self::assertSame([1, 1], $this->rows());
        $this->inShop(self::later(91 * self::DAY, self::hookCode('DailyCronJob')));

        self::assertSame([0, 0], $this->rows());
    }

    public function testConcurrentCreationsAreAllCounted(): void
    {
        $this->recalculate();
        $code = 'while (!is_file(ROOTDIR . "/go")) { usleep(500); } for ($n = 0; $n < 25; $n++) { '
            . self::SHOP . "->proof()->created(\$n + 1, {$this->product}); } return null;";
        $processes = [$this->start($code), $this->start($code), $this->start($code), $this->start($code)];
        usleep(200000);
        touch("{$this->shop->root}/go");
        foreach ($processes as $process) {
            $process->answer();
        }

        self::assertSame(100, $this->counts()['created']);
    }

    public function testMissingTablesAreCreatedWhenTheFirstCreationIsCounted(): void
    {
        $this->recalculate();
        Capsule::schema()->drop('mod_virtfusion_stock_proof');
        Capsule::schema()->drop('mod_virtfusion_stock_refusal');

        $this->create(1);

        self::assertSame(1, $this->counts()['created']);
        self::assertSame([], $this->troubles());
    }

    public function testAFailureToCountIsLoggedAndStopsNothing(): void
    {
        $this->recalculate();
        Capsule::connection()->unprepared('CREATE TRIGGER refuse BEFORE INSERT ON mod_virtfusion_stock_proof'
            . " FOR EACH ROW SIGNAL SQLSTATE '45000'");
        $this->panel->group(5, [self::host(11, 5120)]);

        $this->create(1);

        self::assertSame(4, $this->quantity($this->product), 'the recalculation ran');
        self::assertCount(1, preg_grep('/counting a creation failed/', $this->activity()));
    }

    public function testTheOverviewShowsTheCounts(): void
    {
        $this->recalculate();
        foreach (range(1, 3) as $service) {
            $this->create($service);
        }

        $page = strip_tags($this->inShop('return WhmcsStandIn\Modules::output("virtfusion_stock");'));

        self::assertStringContainsString(
            'Last 90 days: 3 servers created, 0 refused by the panel while stock was above zero, 0 created at zero.',
            preg_replace('/\s+/', ' ', $page),
        );
    }

    private function create(int $service): void
    {
        $this->event('AfterModuleCreate', $this->product, ['serviceid' => $service]);
    }

    private function refuse(int $service): void
    {
        $this->event('AfterModuleCreateFailed', $this->product, ['serviceid' => $service]);
    }

    /** @return array{0: int, 1: list<int>} an order that takes room, and its services */
    private function order(): array
    {
        $order = $this->catalogue->order([$this->product]);
        Capsule::table('tblorders')->where('id', $order[0])->update(['date' => date('Y-m-d H:i:s')]);

        return $order;
    }

    /** @return array<string, int> */
    private function counts(int $later = 0): array
    {
        return $this->inShop(self::later($later, 'return ' . self::SHOP . '->proof()->counts();'));
    }

    /** @return list<array<string, int>> */
    private function refused(): array
    {
        return $this->inShop('return ' . self::SHOP . '->proof()->refusedSince(' . self::SHOP . '->clock->now() - 60);');
    }

    /** @return list<int> */
    private function rows(): array
    {
        return [Capsule::table('mod_virtfusion_stock_proof')->count(), Capsule::table('mod_virtfusion_stock_refusal')->count()];
    }
}
