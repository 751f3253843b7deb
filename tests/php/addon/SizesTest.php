<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** What the quantity of a product is for when customers choose its package or its size. Group 5 takes 9 servers of 1024 MB. */
final class SizesTest extends ShopTestCase
{
    private const HIDDEN = ['hidden' => 1];

    /**
     * @testWith [["2|2 GB", "4|4 GB"], 4, 2]
     *     [["4096", "2048|2 GB"], 4, 2]
     *     [["1024"], 9, null]
     *     [["lots", "2"], 4, null]
     *     [["0", "2"], 4, null]
     */
    public function testTheQuantityIsForTheSmallestMemoryThatCanBeChosen(array $choices, int $quantity, ?int $largest): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Memory', [$product], $choices);

        self::assertSame([$product => $quantity], $this->recalculate());
        self::assertSame($largest, self::other($this->entry($product)));
    }

    public function testHiddenSizesDoNotCount(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Memory', [$product], [['optionname' => '1'] + self::HIDDEN, '2']);
        $other = $this->catalogue->product('other', 3, 5);
        $this->catalogue->option('Memory', [$other], ['2'], self::HIDDEN);

        self::assertSame([$product => 4, $other => 9], $this->recalculate());
    }

    public function testAQuantityOptionHasItsMinimumAndItsMaximum(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Memory|RAM in GB', [$product], ['GB'], ['optiontype' => '4', 'qtyminimum' => 3, 'qtymaximum' => 9]);

        self::assertSame([$product => 3], $this->recalculate());
        self::assertSame(1, self::other($this->entry($product)));
    }

    public function testCoresStorageAndAddressesCountAsWell(): void
    {
        $this->panel->group(5, [self::host(11, 0, ['memory' => [0, 0], 'cpu' => [100, 0], 'storage' => [1000, 0], 'ipv4' => 13])]);
        $cores = $this->catalogue->product('cores', 3, 5);
        $this->catalogue->option('CPU Cores', [$cores], ['30', '45']);
        $disk = $this->catalogue->product('disk', 3, 5);
        $this->catalogue->option('Storage', [$disk], ['100', '450']);
        $addresses = $this->catalogue->product('addresses', 3, 5);
        $this->catalogue->option('IPv4', [$addresses], ['2', '4']);

        self::assertSame([$cores => 3, $disk => 9, $addresses => 6], $this->recalculate());
        self::assertSame([2, 2, 3], array_map(fn (int $id): ?int => self::other($this->entry($id)), [$cores, $disk, $addresses]));
    }

    public function testThePackagesThatCanBeChosenTakeThePlaceOfTheProductsOwn(): void
    {
        $this->panel->package(4, self::package(['memory' => 4096]));
        $product = $this->catalogue->product('VPS', 99, 5);
        $this->catalogue->option('Package', [$product], ['4|Large', '3|Small', 'Berlin', ['optionname' => '98'] + self::HIDDEN]);

        self::assertSame([$product => 9], $this->recalculate());
        self::assertSame(2, self::other($this->entry($product)));
        self::assertNotContains('/packages/99', $this->panel->paths());
        self::assertNotContains('/packages/98', $this->panel->paths());
    }

    public function testASettingPublishesTheQuantityOfTheLargest(): void
    {
        $this->panel->package(4, self::package(['memory' => 4096]));
        $this->catalogue->setting('option_size', 'largest');
        $memory = $this->catalogue->product('memory', 3, 5);
        $this->catalogue->option('Memory', [$memory], ['2', '4']);
        $package = $this->catalogue->product('package', 99, 5);
        $this->catalogue->option('Package', [$package], ['3|Small', '4|Large']);
        $one = $this->catalogue->product('one size', 3, 5);

        self::assertSame([$memory => 2, $package => 2, $one => 9], $this->recalculate());
        self::assertSame([4, 9, null], array_map(fn (int $id): ?int => self::other($this->entry($id)), [$memory, $package, $one]));
    }

    public function testAPackageThatIsNotKnownMakesTheLargestUnknown(): void
    {
        $this->panel->package(4, self::package(['memory' => 4096]));
        $this->panel->fails(['path' => '/packages/4', 'kind' => 'status', 'code' => 500]);
        $this->catalogue->setting('option_size', 'largest');
        $product = $this->catalogue->product('package', 3, 5, ['qty' => 7]);
        $this->catalogue->option('Package', [$product], ['3|Small', '4|Large']);

        self::assertSame([$product => null], $this->recalculate());
        self::assertSame(7, $this->quantity($product));
    }

    public function testTheOtherEndIsRecordedWhenItAloneChanges(): void
    {
        $this->panel->package(4, self::package(['memory' => 4096]));
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Package', [$product], ['3|Small', '4|Large']);
        $this->recalculate();
        $this->recalculate();
        $before = $this->entry($product);

        $this->panel->package(4, self::package(['memory' => 3072]));
        $this->inShop('$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
            . ' (new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep($shop))->allUncached("test"); return null;');

        self::assertSame([2, 3], [self::other($before), self::other($this->entry($product))]);
        self::assertSame(9, (int) $this->entry($product)->quantity);
    }

    public function testAnotherSizeIsNotWrittenBeyondTheLargestQuantity(): void
    {
        $this->catalogue->setting('largest_quantity', '3');
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Memory', [$product], ['1', '2']);

        self::assertSame([$product => 3], $this->recalculate());
        self::assertSame(3, self::other($this->entry($product)));
    }

    public function testAShopOfTheFirstVersionGetsTheNewColumn(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Memory', [$product], ['2', '4']);
        Capsule::statement('ALTER TABLE mod_virtfusion_stock DROP COLUMN other_quantity');

        self::assertSame([$product => 4], $this->recalculate());
        self::assertSame(2, self::other($this->entry($product)));
        self::assertSame([], $this->troubles());
    }

    public function testTheCartPageAndTheCronAgree(): void
    {
        $this->panel->package(4, self::package(['memory' => 4096]));
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Package|Size', [$product], ['4|Large', '3|Small']);
        $this->catalogue->option('CPU Cores', [$product], ['1', '2']);
        $this->catalogue->option('Location', [$product], ['6|There']);

        self::assertSame(18, $this->recalculateOne($product));
        self::assertSame([$product => 18], $this->recalculate());
    }

    /**
     * @testWith ["smallest"]
     *     ["largest"]
     */
    public function testThePageShowsBothEndsWhicheverIsPublished(string $published): void
    {
        $this->catalogue->setting('option_size', $published);
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Memory', [$product], ['2', '4']);
        $this->catalogue->product('one size', 3, 5);
        $this->recalculate();

        $pages = $this->inShop('$_SESSION["adminid"] = 1; $overview = WhmcsStandIn\Modules::output("virtfusion_stock");'
            . " \$_GET['product'] = \$_REQUEST['product'] = '{$product}';"
            . ' return [$overview, WhmcsStandIn\Modules::output("virtfusion_stock")];');

        self::assertSame(1, substr_count($pages[0], '4 of the smallest, 2 of the largest'), $pages[0]);
        self::assertStringContainsString('4 of the smallest, 2 of the largest', $pages[1]);
    }

    private static function other(?object $entry): ?int
    {
        return $entry === null || $entry->other_quantity === null ? null : (int) $entry->other_quantity;
    }
}
