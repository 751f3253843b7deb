<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

final class LocationsTest extends ShopTestCase
{
    private const HIDDEN = ['hidden' => 1];

    public function testEachLocationAddsItsGroupOnce(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['5|Here', '6|There', ' 6 | There again']);

        self::assertSame([$product => 27], $this->recalculate());
    }

    public function testAnOptionsNameEndsAtItsPipe(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location|Where it stands', [$product], ['6']);
        $this->catalogue->option('Locations', [$product], ['99']);
        $this->catalogue->option('Where|Location', [$product], ['98']);

        self::assertSame([$product => 18], $this->recalculate());
        self::assertNotContains('/compute/hypervisors/groups/99/resources', $this->panel->paths());
        self::assertNotContains('/compute/hypervisors/groups/98/resources', $this->panel->paths());
    }

    public function testTheDefaultGroupDoesNotCountWhenEveryOrderNamesALocation(): void
    {
        $this->panel->group(7, [self::host(41, 1024)]);
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->catalogue->option('Location', [$product], ['7|Full']);

        self::assertSame([$product => 0], $this->recalculate());
        self::assertNotContains('/compute/hypervisors/groups/5/resources', $this->panel->paths());
    }

    public function testAnEventForgetsTheDefaultGroupToo(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['6']);
        $other = $this->catalogue->product('other', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 5120)]);

        $this->event('AfterModuleTerminate', $product);

        self::assertSame([18, 4], [$this->quantity($product), $this->quantity($other)]);
    }

    public function testHiddenOptionsAndChoicesAreIgnored(): void
    {
        $hiddenOption = $this->catalogue->product('hidden option', 3, 5);
        $this->catalogue->option('Location', [$hiddenOption], ['6'], self::HIDDEN);
        $hiddenChoice = $this->catalogue->product('hidden choice', 3, 5);
        $this->catalogue->option('Location', [$hiddenChoice], [['optionname' => '6'] + self::HIDDEN, '5']);

        self::assertSame([$hiddenOption => 9, $hiddenChoice => 9], $this->recalculate());
    }

    public function testChoicesThatAreNotNumbersAreIgnored(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['Berlin', '6a', '-6', '0', '', '6.0', 'Berlin|6']);

        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testAProductWithSeveralOptionGroupsHasTheLocationsOfAll(): void
    {
        $this->panel->group(7, [self::host(41, 10240)]);
        $product = $this->catalogue->product('VPS', 3, 5);
        $other = $this->catalogue->product('other', 3, 5);
        $this->catalogue->option('Location', [$product, $other], ['6']);
        $this->catalogue->option('Location', [$product], ['7']);

        self::assertSame([$product => 27, $other => 18], $this->recalculate());
    }

    public function testAnInvalidDefaultGroupLeavesTheLocations(): void
    {
        $product = $this->catalogue->product('VPS', 3, '');
        $this->catalogue->option('Location', [$product], ['6']);

        self::assertSame([$product => 18], $this->recalculate());
    }

    public function testTheServerModulesMappingNamesTheOption(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Standort|Where', [$product], ['6']);
        $this->catalogue->option('Location', [$product], ['99']);
        $this->shop->mapOptions(['packageId' => 'Paket', 'hypervisorId' => 'Standort']);

        self::assertSame([$product => 18], $this->recalculate());
        self::assertNotContains('/compute/hypervisors/groups/99/resources', $this->panel->paths());
    }

    public function testAMappingWithoutALocationUsesTheDefaultName(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['6']);
        $this->shop->mapOptions(['packageId' => 'Paket']);

        self::assertSame([$product => 18], $this->recalculate());
    }

    public function testAnUnreadableMappingChangesNoQuantity(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->shop->mapOptions([]);
        file_put_contents(
            "{$this->shop->root}/modules/servers/VirtFusionDirect/config/ConfigOptionMapping.php",
            '<?php return [',
        );

        self::assertSame([], $this->recalculate());
        self::assertSame(4, $this->quantity($product));
        self::assertCount(1, $this->activity());
        self::assertStringContainsString('ConfigOptionMapping.php', $this->activity()[0]);
    }
}
