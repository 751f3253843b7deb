<?php

/*
 * Which services hold, and what they take. Group 5 has room for 9 servers of package 3 (1024 MB) beside the buffer; package 4 takes
 * four times the memory.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Orders;

final class OpenOrdersTest extends ShopTestCase
{
    private const HOUR = 3600;
    private const DAY = 86400;

    public function testAPendingServiceWithoutAServerTakesOneUnit(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->sell($product);

        self::assertSame([$product => 8], $this->recalculate());
        self::assertSame(8, $this->quantity($product));
    }

    /**
     * @testWith ["Active"]
     *     ["Suspended"]
     *     ["Terminated"]
     *     ["Cancelled"]
     *     ["Fraud"]
     *     ["Completed"]
     */
    public function testServicesThatAreNotPendingNeverHold(string $status): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $service = $this->sell($product);
        Capsule::table('tblhosting')->where('id', $service)->update(['domainstatus' => $status]);

        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testAServiceHoldsUntilItHasAServer(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $service = $this->sell($product);
        Capsule::table('mod_virtfusion_direct')->insert(['service_id' => $service, 'server_id' => 0]);
        self::assertSame([$product => 8], $this->recalculate());

        Capsule::table('mod_virtfusion_direct')->update(['server_id' => 77]);
        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testWithoutTheHostsTableNothingIsBuilt(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->sell($product);
        Capsule::schema()->drop('mod_virtfusion_direct');

        self::assertSame([$product => 8], $this->recalculate());
        self::assertSame([], $this->troubles());
    }

    public function testServicesOfOtherModulesDoNotHoldAndThoseWithoutStockControlDo(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->sell($this->catalogue->product('web space', 3, 5, ['servertype' => 'cpanel']));
        self::assertSame([$product => 9], $this->recalculate());

        $off = $this->catalogue->product('off', 4, 5, ['stockcontrol' => 0, 'qty' => 7]);
        $this->sell($off);
        self::assertSame([$product => 5], $this->recalculate());
        self::assertSame(7, $this->quantity($off));
    }

    public function testOneServiceIsOneServerWhateverItsQuantitySays(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $service = $this->sell($product);
        Capsule::table('tblhosting')->where('id', $service)->update(['qty' => 5]);

        self::assertSame([$product => 8], $this->recalculate());
    }

    public function testPaidOrdersHoldForDaysAndUnpaidOnesForMinutes(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $cases = [
            [['age' => self::HOUR - 60], 8],
            [['age' => self::HOUR + 60], 9],
            [['age' => self::HOUR + 60, 'invoice' => 'Paid'], 8],
            [['age' => 30 * self::DAY - 60, 'invoice' => 'Paid'], 8],
            [['age' => 30 * self::DAY + 60, 'invoice' => 'Paid'], 9],
            [['age' => 2 * self::HOUR, 'invoice' => 'Cancelled'], 9],
            [['age' => 2 * self::HOUR, 'invoice' => 'Refunded'], 9],
            [['age' => -self::HOUR], 8],
        ];
        foreach ($cases as [$sale, $quantity]) {
            $this->sell($product, $sale);
            self::assertSame([$product => $quantity], $this->recalculate(), json_encode($sale));
            $this->forgetSales();
        }
    }

    public function testAnOrderWithoutAnInvoiceIsPaid(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->sell($product, ['age' => 2 * self::DAY, 'invoice' => null]);
        self::assertSame([$product => 8], $this->recalculate());

        Capsule::table('tblorders')->update(['invoiceid' => 4711]);
        self::assertSame([$product => 8], $this->recalculate(), 'its row is gone');
    }

    public function testAServiceWithoutAnOrderHoldsFromItsDateAsAnUnpaidOne(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->setting('hold_unpaid', '2880');
        $service = $this->sell($product, ['invoice' => null]);
        Capsule::table('tblorders')->delete();
        self::assertSame([$product => 8], $this->recalculate());

        Capsule::table('tblhosting')->where('id', $service)->update(['regdate' => date('Y-m-d', time() - 3 * self::DAY)]);
        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testTheTermsAreSettings(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->setting('hold_paid', '2');
        $this->catalogue->setting('hold_unpaid', '0');
        $this->sell($product);
        $this->sell($product, ['age' => self::DAY, 'invoice' => 'Paid']);
        $this->sell($product, ['age' => 3 * self::DAY, 'invoice' => 'Paid']);

        self::assertSame([$product => 8], $this->recalculate());
    }

    /**
     * @testWith ["Pacific/Auckland"]
     *     ["America/Los_Angeles"]
     *     ["UTC"]
     */
    public function testDatesAreReadInPhpsTimeZone(string $zone): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->sell($product);
        $this->sell($product);
        $write = static fn (int $age): string => (new \DateTimeImmutable('@' . (time() - $age)))
            ->setTimezone(new \DateTimeZone($zone))->format('Y-m-d H:i:s');
        Capsule::table('tblorders')->where('id', 1)->update(['date' => $write(self::HOUR - 120)]);
        Capsule::table('tblorders')->where('id', 2)->update(['date' => $write(self::HOUR + 120)]);

        $answer = $this->shop->php($this->php("date.timezone={$zone}"), self::ALL);

        self::assertSame([$product => 8], $answer);
    }

    public function testEveryOptionOfAnOrderReplacesWhatItsProductSays(): void
    {
        $this->panel->package(4, self::package(['memory' => 4096]));
        $product = $this->catalogue->product('VPS', 3, 5);
        $there = $this->catalogue->product('there', 3, 6);
        $options = [
            'Package|Size' => ['4|Large', 5, 18],
            'Memory' => ['2|2 GB', 7, 18],
            'Location' => ['6|There', 9, 17],
        ];
        foreach ($options as $name => [$choice, $here, $elsewhere]) {
            $option = $this->catalogue->option($name, [], [$choice, '99|another']);
            $service = $this->sell($product);
            Orders::choose($service, $option, $choice);

            self::assertSame([$product => $here, $there => $elsewhere], $this->recalculate(), $name);
            $this->forgetSales();
        }
    }

    public function testQuantityOptionsAreReadByTheirNumber(): void
    {
        $host = ['cpu' => [20, 0], 'storage' => [200, 0], 'ipv4' => 20];
        $this->panel->group(5, [self::host(11, 1048576, $host)]);
        $product = $this->catalogue->product('VPS', 3, 5, ['configoption7' => '0']);
        $cases = ['Memory' => [4096, 20], 'CPU Cores' => [4, 16], 'Storage' => [100, 10], 'IPv4' => [8, 12]];
        foreach ($cases as $name => [$number, $quantity]) {
            $option = $this->catalogue->option($name, [], ['unit'], ['optiontype' => 4]);
            Orders::choose($this->sell($product), $option, $number);
            // The order takes one unit of what its option does not name.
            self::assertSame([$product => min(19, $quantity)], $this->recalculate(), $name);
            $this->forgetSales();
        }
    }

    public function testAStorageTypeTakesItsOwnPool(): void
    {
        $pool = ['enabled' => 1, 'storageType' => 4, 'units' => 'GB', 'max' => 100, 'allocated' => 0, 'free' => 100];
        $this->panel->package(4, self::package(['primaryStorageProfile' => 4]));
        $this->panel->group(5, [self::host(11, 1048576, ['storage' => [100, 0], 'storage_type' => 1, 'other' => [$pool]])]);
        $local = $this->catalogue->product('local', 3, 5, ['configoption7' => '0']);
        $fast = $this->catalogue->product('fast', 4, 5, ['configoption7' => '0']);
        $option = $this->catalogue->option('Storage Type', [], ['4|NVMe']);
        self::assertSame([$local => 10, $fast => 10], $this->recalculate());

        Orders::choose($this->sell($local), $option, '4|NVMe');
        self::assertSame([$local => 10, $fast => 9], $this->recalculate());
    }

    public function testAnOrderThatThePanelWouldRefuseTakesNothing(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $option = $this->catalogue->option('Memory', [], ['much']);
        Orders::choose($this->sell($product), $option, 'much');
        $this->sell($this->catalogue->product('no package', '', 5, ['stockcontrol' => 0]));
        $this->sell($this->catalogue->product('package gone', 44, 5, ['stockcontrol' => 0]));

        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testEachPanelGetsTheHoldsOfItsOwnProducts(): void
    {
        $second = Panel::number(2);
        $second->holds(self::world());
        $group = $this->catalogue->serverGroup('second', [$this->catalogue->server($second->hostname, Panel::TOKEN)]);
        $here = $this->catalogue->product('here', 3, 5);
        $there = $this->catalogue->product('there', 3, 5, ['servergroup' => $group]);
        $this->sell($there);
        $this->sell($there);

        self::assertSame([$here => 9, $there => 7], $this->recalculate());
    }

    public function testOrdersAreReadWithTwoQueriesHoweverManyThereAre(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $option = $this->catalogue->option('Memory', [], ['1', '2']);
        for ($n = 0; $n < 40; $n++) {
            Orders::choose($this->sell($product), $option, $n % 2 === 0 ? '1' : '2');
        }

        [$holds, $queries] = $this->inShop('$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
            . ' [$settings, $panels] = [$shop->settings(), $shop->panels()]; $queries = [];'
            . ' WHMCS\Database\Capsule::connection()->listen(static function ($query) use (&$queries) { $queries[] = $query->sql; });'
            . ' $holds = $shop->openOrders()->read($settings, $panels); return [array_column($holds->of(1), "memory"), $queries];');

        self::assertCount(2, $queries, implode("\n", $queries));
        self::assertSame(array_merge(...array_fill(0, 20, [1024, 2048])), $holds);
    }

    /**
     * @testWith ["tblorders"]
     *     ["tblinvoices"]
     *     ["tblhosting"]
     *     ["tblhostingconfigoptions"]
     */
    public function testOrdersThatCannotBeReadLeaveEveryQuantityAndAreOneLine(string $table): void
    {
        $known = $this->catalogue->product('known', 3, 5);
        $this->sell($known);
        $this->recalculate();
        $new = $this->catalogue->product('new', 3, 6, ['qty' => 4]);
        Capsule::table('tblactivitylog')->delete();
        $this->panel->forgetRequests();
        Capsule::connection()->statement("RENAME TABLE {$table} TO put_aside");

        self::assertSame([$known => null, $new => null], $this->recalculate());
        self::assertNull($this->recalculateOne($known));
        $this->hook('ClientAreaPageCart', ['pid' => $new]);

        self::assertSame([8, 4], [$this->quantity($known), $this->quantity($new)]);
        // The recalculation of all products asks about what is new before it reads the orders.
        $asked = $this->panel->paths();
        self::assertContains($asked, [[], ['/compute/hypervisors/groups/6/resources']]);
        self::assertCount(1, $this->activity(), implode("\n", $this->activity()));
        self::assertStringContainsString('the open orders cannot be read', $this->activity()[0]);
        self::assertStringContainsString($table, $this->activity()[0]);
        self::assertSame('holds_unreadable', $this->entry($known)->reason);
        self::assertEqualsWithDelta(time() + 270, $this->dueAt(), 60, 'the cron looks again in 5 minutes');

        Capsule::connection()->statement("RENAME TABLE put_aside TO {$table}");
        self::assertSame([$known => 8, $new => 18], $this->recalculate());
    }

    public function testNothingIsAskedAboutOneProductWhileTheOrdersCannotBeRead(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        Capsule::connection()->statement('RENAME TABLE tblorders TO put_aside');

        self::assertNull($this->recalculateOne($product));
        $this->hook('ClientAreaPageCart', ['pid' => $product]);

        self::assertSame([], $this->panel->requests());
        self::assertSame(4, $this->quantity($product));
    }

    public function testABrokenColumnLeavesEveryQuantity(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->sell($product);
        Capsule::schema()->table('mod_virtfusion_direct', static fn ($table) => $table->dropColumn('server_id'));

        self::assertSame([$product => null], $this->recalculate());

        self::assertSame(4, $this->quantity($product));
        self::assertCount(1, $this->activity());
        self::assertStringContainsString('server_id', $this->activity()[0]);
    }

    /**
     * A service of an order.
     *
     * @param array{age?: int, invoice?: string|null} $sale age in seconds; the invoice's status, null for an order without one
     */
    private function sell(int $product, array $sale = []): int
    {
        $sale += ['age' => 0, 'invoice' => 'Unpaid'];
        [$order, [$service]] = $this->catalogue->order([$product]);
        $invoice = $sale['invoice'] === null ? 0 : Capsule::table('tblinvoices')->insertGetId(['status' => $sale['invoice']]);
        $date = date('Y-m-d H:i:s', time() - $sale['age']);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => $date, 'invoiceid' => $invoice]);
        Capsule::table('tblhosting')->where('id', $service)->update(['regdate' => substr($date, 0, 10)]);

        return $service;
    }

    private function forgetSales(): void
    {
        foreach (['tblhosting', 'tblorders', 'tblinvoices', 'tblhostingconfigoptions'] as $table) {
            Capsule::table($table)->delete();
        }
    }

    /** @return array<string, mixed> */
    protected static function world(): array
    {
        $world = parent::world();
        $world['packages']['4'] = self::package(['memory' => 4096]);

        return $world;
    }
}
