<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class RecalculationTest extends ShopTestCase
{
    public function testAQuantityIsTheCapacityOfTheProductsGroups(): void
    {
        $one = $this->catalogue->product('one group', 3, 5, ['qty' => 1]);
        $two = $this->catalogue->product('two groups', 3, 5, ['qty' => 1]);
        $this->catalogue->option('Location', [$two], ['5|Paris', '6|Berlin']);

        self::assertSame([$one => 9, $two => 27], $this->recalculate());
        self::assertSame([9, 27], [$this->quantity($one), $this->quantity($two)]);
    }

    public function testAProductWithoutStockControlIsNeverTouched(): void
    {
        $off = $this->catalogue->product('off', 3, 5, ['stockcontrol' => 0, 'qty' => 4]);
        $on = $this->catalogue->product('on', 3, 5, ['qty' => 4]);

        self::assertSame([$on => 9], $this->recalculate());
        self::assertNull($this->recalculateOne($off));
        self::assertSame(4, $this->quantity($off));
        self::assertNull($this->entry($off));
    }

    public function testAProductOfAnotherModuleIsNeverTouched(): void
    {
        $other = $this->catalogue->product('other', 3, 5, ['servertype' => 'cpanel', 'qty' => 4]);

        self::assertSame([], $this->recalculate());
        self::assertSame(4, $this->quantity($other));
    }

    public function testStockControlStoredAsTextIsUnderstood(): void
    {
        $this->tearDown();
        $this->buildShop(['text_flags' => true]);
        $on = $this->catalogue->product('on', 3, 5, ['stockcontrol' => 'on', 'qty' => 4]);
        $blank = $this->catalogue->product('blank', 3, 5, ['stockcontrol' => '', 'qty' => 4]);
        $null = $this->catalogue->product('null', 3, 5, ['stockcontrol' => null, 'qty' => 4]);

        self::assertSame([$on => 9], $this->recalculate());
        self::assertSame([9, 4, 4], array_map([$this, 'quantity'], [$on, $blank, $null]));
    }

    public function testAConfirmedMissingPackageGivesZeroAndAnUnknownChangesNothing(): void
    {
        $this->panel->package(4, self::package(['enabled' => false]));
        $products = [
            'package gone' => $this->catalogue->product('package gone', 99, 5, ['qty' => 4]),
            'package disabled' => $this->catalogue->product('package disabled', 4, 5, ['qty' => 4]),
            'group gone' => $this->catalogue->product('group gone', 3, 99, ['qty' => 4]),
            'no package' => $this->catalogue->product('no package', '', 5, ['qty' => 4]),
            'no groups' => $this->catalogue->product('no groups', 3, 'text', ['qty' => 4]),
        ];

        $this->recalculate();

        self::assertSame(
            ['package gone' => 0, 'package disabled' => 0, 'group gone' => 0, 'no package' => 4, 'no groups' => 4],
            array_map([$this, 'quantity'], $products),
        );
        self::assertSame(
            [
                'package gone' => 'package_missing',
                'package disabled' => 'package_disabled',
                'group gone' => 'ok',
                'no package' => 'no_package',
                'no groups' => 'no_groups',
            ],
            array_map(fn (int $id): string => $this->entry($id)->reason, $products),
        );
    }

    public function testAnUnlimitedQuantityIsWrittenAsTheColumnsLargest(): void
    {
        $this->panel->package(4, ['memory' => 0, 'cpuCores' => 0, 'primaryStorage' => 0]);
        $product = $this->catalogue->product('unlimited', 4, 5, ['configoption3' => '0']);

        self::assertSame([$product => 2147483647], $this->recalculate());
        self::assertSame(2147483647, $this->quantity($product));
    }

    public function testTheLargestQuantitySettingCapsTheQuantity(): void
    {
        $product = $this->catalogue->product('capped', 3, 6);
        $this->catalogue->setting('largest_quantity', '15');

        self::assertSame([$product => 15], $this->recalculate());
        self::assertSame(15, $this->quantity($product));
    }

    public function testTheDefaultBufferAppliesToProductsWithABlankBuffer(): void
    {
        $blank = $this->catalogue->product('blank', 3, 5, ['configoption7' => ' ']);
        $own = $this->catalogue->product('own', 3, 5, ['configoption7' => '0']);
        $this->catalogue->setting('default_buffer', '50');

        self::assertSame([$blank => 5, $own => 10], $this->recalculate());
    }

    public function testASecondRecalculationWritesNothing(): void
    {
        $product = $this->catalogue->product('steady', 3, 5);
        $this->recalculate();
        Capsule::connection()->statement(
            'CREATE TRIGGER refuse BEFORE UPDATE ON tblproducts FOR EACH ROW SIGNAL SQLSTATE \'45000\''
        );

        self::assertSame([$product => 9], $this->recalculate());
        self::assertSame(self::figures(total: 1, unchanged: 1), $this->sweeps()[1]);
    }

    public function testAProductOptedOutDuringASweepKeepsItsQuantity(): void
    {
        $out = $this->catalogue->product('opted out', 3, 5, ['qty' => 4]);
        $in = $this->catalogue->product('still in', 3, 5, ['qty' => 4]);
        $this->panel->latency(3000);

        $sweep = $this->start(self::ALL, 'virtfusion_direct.timeout=20');
        $this->waitForRequests(1);
        Capsule::table('tblproducts')->where('id', $out)->update(['stockcontrol' => 0]);
        $sweep->answer();

        self::assertSame(4, $this->quantity($out));
        self::assertSame(9, $this->quantity($in));
    }

    public function testASweepWritesOneModuleLogEntryWithItsFigures(): void
    {
        $this->catalogue->product('changes', 3, 5, ['qty' => 4]);
        $this->catalogue->product('stays', 3, 5, ['qty' => 9]);
        $this->catalogue->product('sells out', 99, 5, ['qty' => 4]);
        $skipped = $this->catalogue->product('skipped', '', 5, ['qty' => 4]);

        $this->recalculate();

        self::assertSame(
            [self::figures(total: 4, updated: 2, unchanged: 1, zeroed: 1, skipped: 1)],
            $this->sweeps(),
        );
        self::assertStringContainsString(
            "\"no_package\":[{$skipped}]",
            Capsule::table('tblmodulelog')->value('arrdata'),
        );
    }

    public function testOnlyReachingOrLeavingZeroIsLoggedAsActivity(): void
    {
        $this->catalogue->product('changes', 3, 5, ['qty' => 4]);
        $back = $this->catalogue->product('comes back', 3, 5, ['qty' => 0]);
        $out = $this->catalogue->product('sells out', 99, 5, ['qty' => 4]);

        $this->recalculate();
        $this->recalculate();

        $lines = $this->activity();
        self::assertCount(2, $lines);
        self::assertStringContainsString("#{$back} comes back is available again: 0 -> 9", $lines[0]);
        self::assertStringContainsString("#{$out} sells out is sold out: 4 -> 0", $lines[1]);
    }

    public function testOneProductCanBeRecalculatedByItself(): void
    {
        $one = $this->catalogue->product('one', 3, 5);
        $other = $this->catalogue->product('other', 3, 6);

        self::assertSame(9, $this->recalculateOne($one));
        self::assertSame([9, 0], [$this->quantity($one), $this->quantity($other)]);
        self::assertNull($this->entry($other));
        self::assertNull($this->recalculateOne(4711));
    }

    private function waitForRequests(int $count): void
    {
        $until = microtime(true) + 10;
        while (count($this->panel->requests()) < $count) {
            self::assertLessThan($until, microtime(true), 'the panel was not asked');
            usleep(20000);
        }
    }
}
