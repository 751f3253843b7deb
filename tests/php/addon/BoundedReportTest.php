<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

final class BoundedReportTest extends ShopTestCase
{
    public function testAStoredReportOf5000HypervisorsIsBoundedAndCountsAllOfThem(): void
    {
        $hosts = [];
        for ($n = 1; $n <= 5000; $n++) {
            $hosts[] = self::host($n, 1024 * ($n % 4 + 1), ['name' => str_repeat("h\u{F6}st {$n} ", 30)]);
        }
        $this->panel->group(5, $hosts);
        $product = $this->catalogue->product('VPS', 3, 5, ['configoption7' => '0', 'configoption3' => '0']);

        self::assertSame([$product => 12500], $this->recalculate());

        $entry = $this->entry($product);
        self::assertLessThan(300000, strlen($entry->report_there));
        self::assertLessThan(1000, strlen($entry->summary));
        $group = json_decode($entry->report_there, true)['groups'][0];
        self::assertSame([5000, 5000], [$group['counts']['hypervisors'], $group['counts']['eligible']]);
        self::assertSame(['memory' => 5000], $group['counts']['limited_by']);
        self::assertCount(250, $group['hypervisors']);
        self::assertSame(4750, $group['rest']['hypervisors']);
        $kept = array_sum(array_column($group['hypervisors'], 'fits'));
        self::assertSame(12500, $kept + $group['rest']['fits']);
    }

    public function testAStoredReportOfHundredsOfGroupsIsBoundedAndItsSumCoversAllOfThem(): void
    {
        $pool = ['enabled' => 1, 'storageType' => 2, 'units' => 'GB', 'max' => 1000, 'allocated' => 0, 'free' => 1000];
        $groups = [];
        $locations = [];
        for ($group = 1001; $group <= 1300; $group++) {
            $groups[$group] = [self::host($group, 10240, ['other' => array_fill(0, 40, $pool)]), self::host($group + 1000, 10240)];
            $locations[] = "{$group}|Place";
        }
        $this->panel->holds(['packages' => ['3' => self::package(['primaryStorageProfile' => 2])], 'groups' => $groups]);
        $product = $this->catalogue->product('VPS', 3, '');
        $this->catalogue->option('Location', [$product], $locations);

        self::assertSame([$product => 2700], $this->recalculate());

        self::assertStringContainsString('9 + 9 + … (288 more) = 2,700', $this->inShop('return (new WHMCS\Module\Addon\VirtfusionStock'
            . '\Wording\Arithmetic(WHMCS\Module\Addon\VirtfusionStock\Wording\Words::of(),'
            . " WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->ledger()->report({$product})))->terms();"));
        $entry = $this->entry($product);
        self::assertLessThan(500000, strlen($entry->report_there));
        self::assertLessThan(110000, strlen($entry->summary));
        $report = json_decode($entry->report_there, true);
        self::assertSame([250, 50], [count($report['groups']), $report['groups_left_out']]);
        self::assertSame(250, array_sum(array_map('count', array_column($report['groups'], 'hypervisors'))));
        self::assertSame([8, 32], [
            count($report['groups'][0]['hypervisors'][0]['pools']), $report['groups'][0]['hypervisors'][0]['pools_left_out'],
        ]);
    }

    public function testASmallGroupIsStoredInFullNextToALargeOne(): void
    {
        $large = [];
        for ($n = 100; $n < 700; $n++) {
            $large[] = self::host($n, 10240);
        }
        $this->panel->group(5, $large);
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['5|Large', '6|Small']);

        $this->recalculate();

        $groups = json_decode($this->entry($product)->report_there, true)['groups'];
        self::assertSame([249, 1], array_map('count', array_column($groups, 'hypervisors')));
        self::assertArrayNotHasKey('rest', $groups[1]);
    }

    public function testAStoredReportContainsNeitherTokenNorModuleParameters(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->product('unknown', 3, 99, ['configoption2' => '4']);
        $this->panel->fails(['path' => '/packages/4', 'kind' => 'status', 'code' => 401]);

        $this->recalculate();

        self::assertStringNotContainsString(Panel::TOKEN, $this->everythingWritten());
    }
}
