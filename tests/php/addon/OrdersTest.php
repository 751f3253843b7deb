<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class OrdersTest extends ShopTestCase
{
    private int $product;

    protected function setUp(): void
    {
        parent::setUp();
        $this->shop->installHost('plain');
        $this->product = $this->catalogue->product('VPS', 3, 5);
    }

    public function testAnOrderWithOneServiceIsAcceptedAfterItsCreation(): void
    {
        [$order, [$service]] = $this->catalogue->order([$this->product]);

        $this->create($service);

        self::assertSame([['orderid' => $order, 'autosetup' => false, 'sendemail' => true]], $this->accepted());
        self::assertSame('Active', $this->orderStatus($order));
        self::assertSame(9, $this->quantity($this->product));
    }

    public function testAnOrderWithTwoServicesIsAcceptedOnceAfterTheSecond(): void
    {
        [$order, [$first, $second]] = $this->catalogue->order([$this->product, $this->product]);

        $this->create($first);
        self::assertSame([], $this->accepted());
        self::assertSame('Pending', $this->orderStatus($order));

        $this->create($second);
        self::assertCount(1, $this->accepted());
        self::assertSame('Active', $this->orderStatus($order));
    }

    public function testConcurrentCreationsAcceptTheirOrderOnce(): void
    {
        [$order, $services] = $this->catalogue->order(array_fill(0, 6, $this->product));

        $creations = array_map(
            fn (int $id): object => $this->start("return localAPI('ModuleCreate', ['serviceid' => {$id}]);"),
            $services,
        );
        foreach ($creations as $creation) {
            self::assertSame('success', $creation->answer()['result']);
        }

        self::assertCount(1, $this->accepted());
        self::assertSame('Active', $this->orderStatus($order));
    }

    public function testASiblingThatHasAServerIsNotWaitedFor(): void
    {
        [, [$first, $second]] = $this->catalogue->order([$this->product, $this->product]);
        Capsule::table('mod_virtfusion_direct')->insert(['service_id' => $second, 'server_id' => 77]);

        $this->create($first);

        self::assertCount(1, $this->accepted());
    }

    public function testASiblingWithoutAModuleOrCancelledIsNotWaitedFor(): void
    {
        $other = $this->catalogue->product('support hours', '', '', ['servertype' => '']);
        [, [$first, , $third]] = $this->catalogue->order([$this->product, $other, $this->product]);
        Capsule::table('tblhosting')->where('id', $third)->update(['domainstatus' => 'Cancelled']);

        $this->create($first);

        self::assertCount(1, $this->accepted());
    }

    /**
     * @testWith [["service", "other", "addon", "domain"]]
     *     [["domain", "addon", "other", "service"]]
     *     [["other", "service", "domain", "addon"]]
     */
    public function testAMixedOrderIsAcceptedWhenNothingWithAModuleIsPending(array $inThisOrder): void
    {
        $hosting = $this->catalogue->product('hosting', '', '', ['servertype' => 'cpanel']);
        [$order, [$service, $other]] = $this->catalogue->order([$this->product, $hosting]);
        $addon = $this->addon($order, $service, 'licence');
        $domain = $this->domain($order, 'enom');
        $provision = [
            'service' => fn () => $this->create($service),
            'other' => fn () => $this->create($other),
            'addon' => fn () => $this->createAddon($addon, $service),
            'domain' => fn () => $this->register($domain),
        ];

        foreach ($inThisOrder as $step => $name) {
            self::assertSame([], $this->accepted(), "after {$step} steps");
            self::assertSame('Pending', $this->orderStatus($order));
            $provision[$name]();
        }

        self::assertCount(1, $this->accepted());
        self::assertSame('Active', $this->orderStatus($order));
    }

    public function testAnAddonAndADomainWithoutAModuleAreNotWaitedFor(): void
    {
        [$order, [$service]] = $this->catalogue->order([$this->product]);
        $this->addon($order, $service, '');
        $this->domain($order, '');

        $this->create($service);

        self::assertCount(1, $this->accepted());
    }

    public function testAPendingAddonIsWaitedForWhereItsModuleIsNotKnown(): void
    {
        [$order, [$service]] = $this->catalogue->order([$this->product]);
        $this->addon($order, $service, '');
        Capsule::schema()->drop('tbladdons');

        $this->create($service);

        self::assertSame([], $this->accepted());
        self::assertSame([], $this->troubles());
    }

    public function testAnOrderWithoutAVirtFusionServiceIsNotAccepted(): void
    {
        $hosting = $this->catalogue->product('hosting', '', '', ['servertype' => 'cpanel']);
        [$order, [$service]] = $this->catalogue->order([$hosting]);

        $this->create($service);

        self::assertSame([], $this->accepted());
        self::assertSame('Pending', $this->orderStatus($order));
        self::assertSame([], $this->sweeps());
    }

    public function testAPendingSiblingIsWaitedForWithoutTheServerModulesTable(): void
    {
        [, [$first]] = $this->catalogue->order([$this->product, $this->product]);
        Capsule::schema()->drop('mod_virtfusion_direct');

        $this->event('AfterModuleCreate', $this->product, ['serviceid' => $first]);

        self::assertSame([], $this->accepted());
        self::assertSame([], $this->troubles());
    }

    /**
     * @testWith ["Active"]
     *     ["Cancelled"]
     *     ["Fraud"]
     *     ["Awaiting Review"]
     */
    public function testAnOrderThatIsNotPendingIsNotChanged(string $status): void
    {
        [$order, [$service]] = $this->catalogue->order([$this->product], $status);

        $this->create($service);

        self::assertSame([], $this->accepted());
        self::assertSame($status, $this->orderStatus($order));
    }

    public function testAServiceWithoutAnOrderIsIgnored(): void
    {
        [, [$service]] = $this->catalogue->order([$this->product]);
        Capsule::table('tblhosting')->update(['orderid' => 0]);

        $this->create($service);

        self::assertSame([], $this->accepted());
        self::assertSame([], $this->troubles());
    }

    public function testOnlyACreationAcceptsAnOrder(): void
    {
        [, [$service]] = $this->catalogue->order([$this->product]);

        $this->event('AfterModuleTerminate', $this->product, ['serviceid' => $service]);
        $this->event('AfterModuleChangePackage', $this->product, ['serviceid' => $service]);
        $this->event('AfterModuleCreate', $this->product, ['serviceid' => $service, 'addonId' => 5]);

        self::assertSame([], $this->accepted());
    }

    public function testTheSettingTurnsAcceptanceOff(): void
    {
        [$order, [$service]] = $this->catalogue->order([$this->product]);
        $this->catalogue->setting('accept_orders', '');

        $this->create($service);

        self::assertSame([], $this->accepted());
        self::assertSame('Pending', $this->orderStatus($order));
        self::assertSame(9, $this->quantity($this->product));
    }

    public function testARefusedAcceptanceIsLoggedAndTheStockIsStillUpdated(): void
    {
        [$order, [$service]] = $this->catalogue->order([$this->product]);
        Capsule::table('tblconfiguration')->insert(['setting' => 'StandInRefuseOrders', 'value' => 'No registrar']);

        $this->create($service);

        self::assertSame(9, $this->quantity($this->product));
        self::assertCount(1, $this->troubles());
        self::assertStringContainsString("order #{$order} was not accepted: No registrar", $this->troubles()[0]);
    }

    public function testAnInterruptedAcceptanceIsRetriedAfterTheNextCreation(): void
    {
        [$order, [$first, $second]] = $this->catalogue->order([$this->product, $this->product]);
        Capsule::table('mod_virtfusion_direct')->insert(['service_id' => $second, 'server_id' => 77]);
        Capsule::table('tblconfiguration')->insert(['setting' => 'StandInRefuseOrders', 'value' => 'throw']);
        $this->create($first);
        self::assertSame('Pending', $this->orderStatus($order));
        self::assertStringContainsString('AcceptOrder broke off', implode("\n", $this->troubles()));

        Capsule::table('tblconfiguration')->where('setting', 'StandInRefuseOrders')->delete();
        $this->create($second);

        self::assertSame('Active', $this->orderStatus($order));
    }

    public function testAFailedStockUpdateDoesNotPreventAcceptance(): void
    {
        [$order, [$service]] = $this->catalogue->order([$this->product]);
        Capsule::schema()->drop('tblproductconfiglinks');

        $this->create($service);

        self::assertSame('Active', $this->orderStatus($order));
        self::assertStringContainsString('the recalculation after create failed', $this->troubles()[0]);
        self::assertStringContainsString('the work after the response failed', $this->troubles()[1]);
        self::assertTrue($this->isOwed());
    }

    private function addon(int $order, int $service, string $module): int
    {
        $addon = Capsule::table('tbladdons')->insertGetId(['name' => 'addon', 'module' => $module]);

        return Capsule::table('tblhostingaddons')->insertGetId(['orderid' => $order, 'hostingid' => $service, 'addonid' => $addon]);
    }

    private function domain(int $order, string $registrar): int
    {
        return Capsule::table('tbldomains')->insertGetId(['orderid' => $order, 'domain' => 'example.com', 'registrar' => $registrar]);
    }

    private function createAddon(int $addon, int $service): void
    {
        Capsule::table('tblhostingaddons')->where('id', $addon)->update(['status' => 'Active']);
        $this->hook('AfterModuleCreate', ['params' => ['serviceid' => $service, 'addonId' => $addon, 'moduletype' => 'licence']]);
    }

    private function register(int $domain): void
    {
        $this->hook('AfterRegistrarRegistration', ['params' => ['domainid' => $domain, 'registrar' => 'enom']]);
        Capsule::table('tbldomains')->where('id', $domain)->update(['status' => 'Active']);
    }

    private function create(int $service): void
    {
        $answer = $this->inShop("return localAPI('ModuleCreate', ['serviceid' => {$service}]);");
        self::assertSame('success', $answer['result']);
    }

    /** @return list<array<string, mixed>> */
    private function accepted(): array
    {
        return Capsule::table('stand_in_calls')->where('command', 'AcceptOrder')->pluck('arguments')
            ->map(static fn (string $json): array => json_decode($json, true))->all();
    }

    private function orderStatus(int $order): string
    {
        return Capsule::table('tblorders')->where('id', $order)->value('status');
    }
}
