<?php

/*
 * An order from its checkout to its server, or to its end: what every product that shares its hypervisors has after each step. Group 5
 * has 9216 MB beside the buffer, for servers of 1024 MB (small) and of 4096 MB (large).
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class OrderEventsTest extends ShopTestCase
{
    private const FREE = ['small' => 9, 'large' => 2, 'elsewhere' => 18, 'other panel' => 9];

    /** @var array<string, int> product ids by name */
    private array $products;

    protected function setUp(): void
    {
        parent::setUp();
        Panel::number(2)->holds(self::world());
        $group = $this->catalogue->serverGroup('second', [$this->catalogue->server(Panel::number(2)->hostname, Panel::TOKEN)]);
        $this->products = [
            'small' => $this->catalogue->product('small', 3, 5),
            'large' => $this->catalogue->product('large', 4, 5),
            'elsewhere' => $this->catalogue->product('elsewhere', 3, 6),
            'other panel' => $this->catalogue->product('other panel', 3, 5, ['servergroup' => $group]),
        ];
        $this->recalculate();
        self::assertSame(self::FREE, $this->quantities());
    }

    public function testFromCheckoutToItsServerAnOrderTakesItsRoomOnceAndNoNumberRises(): void
    {
        $sold = ['small' => 5, 'large' => 1] + self::FREE;

        ['order' => $order, 'services' => [$service]] = $this->place(['large']);
        $this->assertQuantities($sold, 'ordered');
        self::assertFalse($this->isOwed());

        $this->inShop("WhmcsStandIn\\Orders::pay({$order}); return null;");
        $this->assertQuantities($sold, 'paid');
        $this->hook('AfterCronJob');
        $this->assertQuantities($sold, 'the cron ran');
        $this->age($order, 7200);
        $this->recalculate();
        $this->assertQuantities($sold, 'older than an unpaid order may be');
        $this->hook('ClientAreaPageCart', ['pid' => $this->products['small']]);
        $this->assertQuantities($sold, 'a visitor looked at the cart');

        $this->panel->group(5, [self::host(11, 10240, ['memory' => [10240, 4096]])]);
        $this->inShop("return localAPI('ModuleCreate', ['serviceid' => {$service}]);");
        $this->assertQuantities($sold, 'built');
        $this->recalculate();
        $this->assertQuantities($sold, 'recalculated');
        self::assertSame([], $this->troubles());
    }

    public function testASoldOutProductStaysSoldOutWhileItsOrderIsOpen(): void
    {
        $this->panel->group(5, [self::host(11, 4800)]);
        $this->recalculateUncached();
        self::assertSame(1, $this->quantity($this->products['large']));

        $this->place(['large']);

        $this->hook('ClientAreaPageCart', ['pid' => $this->products['large']]);
        self::assertSame(0, $this->quantity($this->products['large']), 'a visitor looked at the cart');
        $this->recalculateUncached();
        self::assertSame(0, $this->quantity($this->products['large']), 'recalculated');
    }

    /**
     * @testWith ["Cancelled"]
     *     ["Fraud"]
     */
    public function testACancelledOrFraudulentOrderGivesItsRoomBackInTheSameRequest(string $status): void
    {
        ['order' => $order] = $this->place(['large', 'small']);
        $this->assertQuantities(['small' => 4, 'large' => 1] + self::FREE, 'ordered');

        $this->inShop("WhmcsStandIn\\Orders::set({$order}, '{$status}'); return null;");
        $this->assertQuantities(self::FREE, $status);
        self::assertFalse($this->isOwed());

        $this->inShop("WhmcsStandIn\\Orders::set({$order}, 'Pending'); return null;");
        $this->assertQuantities(['small' => 4, 'large' => 1] + self::FREE, 'pending again');
    }

    public function testADeletedOrderGivesItsRoomBackInTheSameRequest(): void
    {
        ['order' => $order] = $this->place(['large']);

        $this->inShop("WhmcsStandIn\\Orders::delete({$order}); return null;");

        $this->assertQuantities(self::FREE, 'deleted');
    }

    public function testADeletedOrEditedServiceChangesTheNumbersInTheSameRequest(): void
    {
        ['services' => [$first, $second]] = $this->place(['large', 'small']);

        $this->inShop("WhmcsStandIn\\Orders::editService({$first}, ['packageid' => {$this->products['small']}]); return null;");
        $this->assertQuantities(['small' => 7, 'large' => 1] + self::FREE, 'another product');
        $this->inShop("WhmcsStandIn\\Orders::editService({$first}, ['domainstatus' => 'Cancelled']); return null;");
        $this->assertQuantities(['small' => 8] + self::FREE, 'another status');
        $this->inShop("WhmcsStandIn\\Orders::deleteService({$second}); return null;");
        $this->assertQuantities(self::FREE, 'deleted');
    }

    public function testAnUnpaidOrderEndsWithItsTimeAndTheNextCronRunGivesItsRoomBack(): void
    {
        ['order' => $order] = $this->place(['large']);
        $due = strtotime("{$this->state()->due_at} UTC");
        self::assertEqualsWithDelta(time() + 3600, $due, 60);

        $this->inShop(self::later(3300, self::hookCode('AfterCronJob')));
        $this->assertQuantities(['small' => 5, 'large' => 1] + self::FREE, 'before its end');

        $sweeps = count($this->sweeps());
        $this->inShop(self::later(3660, self::hookCode('AfterCronJob')));
        $this->assertQuantities(self::FREE, 'after its end');
        self::assertCount($sweeps + 1, $this->sweeps(), 'although the two hours are not over');
        self::assertNull($this->state()->due_at);
        $this->inShop(self::later(3960, self::hookCode('AfterCronJob')));
        self::assertCount($sweeps + 1, $this->sweeps(), 'once');

        $this->inShop(self::later(4000, "WhmcsStandIn\\Orders::pay({$order}); return null;"));
        $this->assertQuantities(['small' => 5, 'large' => 1] + self::FREE, 'paid after all');
        self::assertEqualsWithDelta(time() + 30 * 86400, strtotime("{$this->state()->due_at} UTC"), 60);
    }

    public function testTheEarliestEndIsDueFirst(): void
    {
        $this->place(['small']);
        ['order' => $first] = $this->place(['small']);
        $this->age($first, 1800);
        $this->recalculate();

        self::assertEqualsWithDelta(time() + 1800, strtotime("{$this->state()->due_at} UTC"), 60);
    }

    public function testAnOrderOfAProductWithoutStockControlTakesItsRoom(): void
    {
        $this->products['off'] = $this->catalogue->product('off', 4, 5, ['stockcontrol' => 0, 'qty' => 7]);

        $this->place(['off']);

        $this->assertQuantities(['small' => 5, 'large' => 1, 'off' => 7] + self::FREE, 'ordered');
    }

    public function testAnOrdersOptionsDecideWhatItTakesAndWhere(): void
    {
        $memory = $this->catalogue->option('Memory', [], ['2|2 GB', '8192|8 GB']);
        $location = $this->catalogue->option('Location', [], ['6|There']);

        $this->place(['small'], [$memory => '2|2 GB']);
        $this->assertQuantities(['small' => 7, 'large' => 1] + self::FREE, '2 GB');
        $this->place(['small'], [$memory => '8192|8 GB', $location => '6|There']);
        $this->assertQuantities(['small' => 7, 'large' => 1, 'elsewhere' => 10] + self::FREE, '8 GB elsewhere');
    }

    public function testAnOrderAtAnotherPanelTakesRoomThereOnly(): void
    {
        $this->place(['other panel']);

        $this->assertQuantities(['other panel' => 8] + self::FREE, 'ordered');
    }

    public function testAnOrderRecalculatesOnlyTheProductsThatShareItsGroupAndAsksNoPanel(): void
    {
        $this->panel->forgetRequests();
        Capsule::table('tblproducts')->where('id', $this->products['elsewhere'])->update(['qty' => 1]);

        $this->place(['large']);

        $this->assertQuantities(['small' => 5, 'large' => 1, 'elsewhere' => 1] + self::FREE, 'ordered');
        self::assertSame([], $this->panel->requests());
        self::assertCount(1, $this->sweeps());
    }

    public function testWhatElseIsOwedStaysOwedAfterAnOrder(): void
    {
        $this->inShop('WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->pendingSweep()->owe(); return null;');

        $this->place(['large']);

        $this->assertQuantities(['small' => 5, 'large' => 1] + self::FREE, 'ordered');
        self::assertTrue($this->isOwed());
    }

    public function testAnOrderWhosePanelCannotBeAskedStaysOwed(): void
    {
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 500]);
        $folder = "{$this->shop->root}/another-cache";
        mkdir($folder, 0700);

        $this->shop->php($this->php("virtfusion_direct.cache_dir={$folder}"), $this->placeCode(['large']));

        self::assertSame([9, 1], [$this->quantity($this->products['small']), $this->quantity($this->products['large'])]);
        self::assertTrue($this->isOwed());
        $this->panel->heals();
        $this->hook('AfterCronJob');
        $this->assertQuantities(['small' => 5, 'large' => 1] + self::FREE, 'the next cron run');
    }

    public function testOrdersOfOtherModulesOweNothing(): void
    {
        $this->products['web space'] = $this->catalogue->product('web space', 3, 5, ['servertype' => 'cpanel', 'qty' => 50]);
        $before = $this->state();

        ['order' => $order, 'services' => [$service]] = $this->place(['web space']);
        $this->inShop("WhmcsStandIn\\Orders::pay({$order}); WhmcsStandIn\\Orders::set({$order}, 'Fraud');"
            . " WhmcsStandIn\\Orders::deleteService({$service}); WhmcsStandIn\\Orders::delete({$order});"
            . ' run_hook("CancelOrder", ["orderid" => "nonsense"]); run_hook("OrderPaid", []); return null;');

        self::assertEquals($before, $this->state());
        self::assertSame([], $this->troubles());
    }

    public function testOrdersThatCannotBeReadDoNotDisturbTheCheckout(): void
    {
        Capsule::schema()->drop('tblhostingconfigoptions');

        self::assertSame(1, $this->place(['large'])['order']);

        self::assertSame(9, $this->quantity($this->products['small']));
        self::assertTrue($this->isOwed());
        self::assertSame([], $this->troubles());
    }

    public function testAServerThatExistsBeforeItsHookRunsLetsNoOlderAnswerCount(): void
    {
        ['services' => [$service]] = $this->place(['large']);
        $before = $this->state()->moved_at;
        Capsule::table('mod_virtfusion_direct')->insert(['service_id' => $service, 'server_id' => 77]);

        $this->recalculate();
        $noticed = $this->state()->moved_at;
        $this->recalculate();

        self::assertNull($before);
        self::assertEqualsWithDelta(microtime(true), (float) $noticed, 60);
        self::assertSame($noticed, $this->state()->moved_at, 'once');
    }

    public function testAnotherUsersCacheLetsNoAnswerFromBeforeTheCreationCount(): void
    {
        $folder = "{$this->shop->root}/cache-of-the-cron";
        mkdir($folder, 0700);
        $cron = $this->php("virtfusion_direct.cache_dir={$folder}");
        ['services' => [$service]] = $this->place(['large']);
        $this->shop->php($cron, self::ALL);
        $this->assertQuantities(['small' => 5, 'large' => 1] + self::FREE, 'ordered');

        $this->panel->group(5, [self::host(11, 10240, ['memory' => [10240, 4096]])]);
        $this->inShop("return localAPI('ModuleCreate', ['serviceid' => {$service}]);");
        $this->panel->forgetRequests();
        $this->shop->php($cron, self::ALL);

        $this->assertQuantities(['small' => 5, 'large' => 1] + self::FREE, 'the cron recalculated');
        self::assertContains('/compute/hypervisors/groups/5/resources', $this->panel->paths());
        $this->panel->forgetRequests();
        $this->shop->php($cron, self::ALL);
        self::assertSame([], $this->panel->requests(), 'an answer from after the creation counts');
    }

    public function testEventsRecordWhenCapacityMovedToTheMicrosecond(): void
    {
        $before = microtime(true);
        $this->event('AfterModuleCreate', $this->products['small']);
        $first = (string) $this->state()->moved_at;
        $this->event('AfterModuleTerminate', $this->products['small']);

        self::assertMatchesRegularExpression('/^\d{10}\.\d{6}$/', $first);
        self::assertGreaterThan($before, (float) $first);
        self::assertGreaterThan((float) $first, (float) $this->state()->moved_at);
        self::assertLessThan(microtime(true), (float) $this->state()->moved_at);
        $this->place(['small']);
        self::assertGreaterThan((float) $first, (float) $this->state()->moved_at);
    }

    /**
     * @param list<string> $names
     * @param array<int, string> $chosen
     * @return array{order: int, services: list<int>}
     */
    private function place(array $names, array $chosen = []): array
    {
        return $this->inShop($this->placeCode($names, $chosen));
    }

    /**
     * @param list<string> $names
     * @param array<int, string> $chosen
     */
    private function placeCode(array $names, array $chosen = []): string
    {
        $products = array_map(fn (string $name): int => $this->products[$name], $names);

        return 'return WhmcsStandIn\Orders::place(' . var_export($products, true) . ', ' . var_export($chosen, true) . ');';
    }

    private function age(int $order, int $seconds): void
    {
        Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s', time() - $seconds)]);
    }

    private function recalculateUncached(): void
    {
        $this->inShop('(new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep(WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))'
            . '->allUncached("test"); return null;');
    }

    /** @return array<string, int> */
    private function quantities(): array
    {
        return array_map(fn (int $id): int => $this->quantity($id), $this->products);
    }

    /** @param array<string, int> $expected */
    private function assertQuantities(array $expected, string $step): void
    {
        self::assertEquals($expected, $this->quantities(), $step);
    }

    /** @return array<string, mixed> */
    protected static function world(): array
    {
        $world = parent::world();
        $world['packages']['4'] = self::package(['memory' => 4096]);

        return $world;
    }
}
