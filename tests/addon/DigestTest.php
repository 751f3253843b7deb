<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

final class DigestTest extends ShopTestCase
{
    public function testTheReportOfAGroupOf5000HypervisorsIsBoundedAndCountsThemAll(): void
    {
        $hosts = [];
        for ($n = 1; $n <= 5000; $n++) {
            $hosts[] = self::host($n, 1024 * ($n % 4 + 1), ['name' => str_repeat("h\u{F6}st {$n} ", 30)]);
        }
        $this->panel->group(5, $hosts);
        $product = $this->catalogue->product('VPS', 3, 5, ['configoption7' => '0', 'configoption3' => '0']);

        self::assertSame([$product => 12500], $this->recalculate());

        $entry = $this->entry($product);
        self::assertLessThan(300000, strlen($entry->report));
        self::assertLessThan(1000, strlen($entry->summary));
        $group = json_decode($entry->report, true)['groups'][0];
        self::assertSame([5000, 5000], [$group['counts']['hypervisors'], $group['counts']['eligible']]);
        self::assertSame(['memory' => 5000], $group['counts']['limited_by']);
        self::assertCount(250, $group['hypervisors']);
        self::assertSame(4750, $group['rest']['hypervisors']);
        $kept = array_sum(array_column($group['hypervisors'], 'fits'));
        self::assertSame(12500, $kept + $group['rest']['fits']);
    }

    public function testASmallGroupIsKeptWholeBesideALargeOne(): void
    {
        $large = [];
        for ($n = 100; $n < 700; $n++) {
            $large[] = self::host($n, 10240);
        }
        $this->panel->group(5, $large);
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['6|Small']);

        $this->recalculate();

        $groups = json_decode($this->entry($product)->report, true)['groups'];
        self::assertSame([249, 1], array_map('count', array_column($groups, 'hypervisors')));
        self::assertArrayNotHasKey('rest', $groups[1]);
    }

    public function testNoTokenAndNoParameterReachesAStoredReport(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->product('unknown', 3, 99, ['configoption2' => '4']);
        $this->panel->fails(['path' => '/packages/4', 'kind' => 'status', 'code' => 401]);

        $this->recalculate();

        self::assertStringNotContainsString(Panel::TOKEN, $this->everythingWritten());
    }
}
