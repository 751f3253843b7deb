<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/**
 * What the tab "Groups" computes from stored reports, compared with the extension that asks the panel: the matrix with an order more,
 * and "without the largest" with that hypervisor removed. The fleets are random, with fixed seeds.
 */
final class GroupLossTest extends ShopTestCase
{
    private const GROUPS = [5, 6];
    private const TYPES = [0, 2, 2, 3];

    /** What limits a fleet most: addresses, disks, or anything. */
    private const SCARCE = ['addresses', 'disks', 'anything'];

    /** Every group's products, losses and numbers without the largest hypervisor, as the tab shows them. */
    private const TAB = '$tab = static function ($shop): array {
        $list = WHMCS\Module\Addon\VirtfusionStock\Admin\GroupList::load(WHMCS\Module\Addon\VirtfusionStock\Wording\Words::of(), $shop);
        $tab = [];
        foreach ($list->rows as $row) {
            $without = $why = [];
            foreach ($row->products as $product) {
                $without[$product->line->id] = $product->without;
                $why[$product->line->id] = $product->whyOpen;
            }
            $tab[$row->id] = ["losses" => $list->matrix($row)->losses, "without" => $without, "why" => $why];
        }
        return $tab;
    };';

    /** The same losses from the panel: each product once more on order, in each group. */
    private const ASKED = '$asked = static function ($shop, array $groups): array {
        $columns = ["id", "configoption1", "configoption2", "configoption3", "configoption7"];
        $rows = array_map(static fn ($row): array => (array) $row, WHMCS\Database\Capsule::table("tblproducts")->get($columns)->all());
        $rows = array_map(static fn (array $row): array => $row + [
            "locations" => $row["configoption1"] === "5" && $row["id"] % 3 === 0 ? ["5", "6"] : [],
        ], $rows);
        $holds = $shop->openOrders()->read($shop->settings(), $shop->panels())->of(1);
        $control = new VirtFusionDirect\StockControl($shop->panels()->all()[1]->module());
        $before = $control->quantities($rows, null, $holds);
        $losses = [];
        foreach ($groups as $group) {
            foreach ($rows as $sold) {
                $hold = ["id" => 1000000, "package" => $sold["configoption2"], "group" => $group, "ipv4" => $sold["configoption3"]];
                foreach ($control->quantities($rows, null, [...$holds, $hold]) as $id => $after) {
                    $losses[$group][$sold["id"]][$id] = $before[$id] - $after;
                }
            }
        }
        return ["before" => $before, "losses" => $losses];
    };';

    private const SWEEP = '$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
        . ' (new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep($shop))->allUncached("test");';

    /** @return array<string, array{int}> */
    public static function seeds(): array
    {
        return array_combine(
            array_map(static fn (int $seed): string => "seed {$seed}", range(1, 10)),
            array_map(static fn (int $seed): array => [$seed], range(1, 10)),
        );
    }

    /** @dataProvider seeds */
    public function testEachCellOfTheMatrixIsWhatOneOrderTakesOff(int $seed): void
    {
        mt_srand($seed);
        $this->fleet(self::SCARCE[$seed % 3], $seed % 2 === 0 ? 3 : 0);

        $both = $this->inShop(self::TAB . self::ASKED . self::SWEEP . 'return [$tab($shop), $asked($shop, [5, 6])];');

        [$tab, $asked] = $both;
        $exact = $all = 0;
        foreach ($tab as $group => $row) {
            foreach ($row['losses'] as $sold => $losses) {
                foreach ($losses as $faller => [$least, $most]) {
                    $right = $asked['losses'][$group][$sold][$faller];
                    self::assertTrue($least <= $right && $right <= $most, "group {$group}, #{$sold} sold, #{$faller} falls by {$right}");
                    $exact += (int) ($least === $most);
                    $all++;
                }
            }
        }
        self::assertGreaterThan($all / 3, $exact);
        self::assertSame([], $this->troubles());
    }

    /** @dataProvider seeds */
    public function testTheNumberWithoutTheLargestHypervisorIsThatOfAGroupThatDoesNotHaveIt(int $seed): void
    {
        mt_srand($seed);
        $fleet = $this->fleet(self::SCARCE[$seed % 3], $seed % 2 === 0 ? 2 : 0);
        $tab = $this->inShop(self::TAB . self::SWEEP . 'return $tab($shop);');

        $exact = 0;
        foreach (self::GROUPS as $group) {
            $this->panel->group($group, self::withoutLargest($fleet[$group]));
            $left = $this->inShop(self::ASKED . self::SWEEP . 'return $asked($shop, [])["before"];');
            $this->panel->group($group, $fleet[$group]);
            foreach ($tab[$group]['without'] as $product => $without) {
                if ($without !== null) {
                    self::assertSame($left[$product], $without, "#{$product} without the largest hypervisor of group {$group}");
                    $exact++;
                } else {
                    self::assertSame('orders', $tab[$group]['why'][$product]);
                    self::assertSame(0, $seed % 2, 'without orders every number is known');
                }
            }
        }
        self::assertGreaterThan(0, $exact);
    }

    /**
     * Six products in two groups, some in both, with this many orders.
     *
     * @return array<int, list<array<string, mixed>>> hypervisors by group
     */
    private function fleet(string $scarce, int $orders): array
    {
        $packages = [];
        foreach ([3, 4, 7, 8] as $n => $id) {
            $packages[$id] = self::package([
                'memory' => 512 * mt_rand(1, 8),
                'cpuCores' => mt_rand(1, 4),
                'primaryStorage' => mt_rand(0, 5) === 0 ? 0 : 10 * mt_rand(1, 6) + ($scarce === 'disks' ? 60 : 0),
                'primaryStorageProfile' => self::TYPES[$n],
            ]);
        }
        $fleet = [];
        foreach (self::GROUPS as $group) {
            for ($n = 0, $hosts = mt_rand(1, 4); $n < $hosts; $n++) {
                $fleet[$group][] = $this->hypervisor($group * 10 + $n, $scarce);
            }
        }
        $this->panel->holds(['packages' => $packages, 'groups' => $fleet]);
        $products = [];
        foreach ([3, 4, 7, 8, 3, 7] as $n => $package) {
            $products[] = $id = $this->catalogue->product("VPS {$n}", $package, $n % 2 === 0 ? '5' : '6', [
                'configoption3' => (string) mt_rand(0, 2),
                'configoption7' => (string) (5 * mt_rand(0, 3)),
            ]);
            if ($id % 3 === 0 && $n % 2 === 0) {
                $this->catalogue->option('Location', [$id], ['5', '6']);
            }
        }
        for ($n = 0; $n < $orders; $n++) {
            [$order] = $this->catalogue->order([$products[array_rand($products)]]);
            Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s')]);
        }

        return $fleet;
    }

    /** @return array<string, mixed> */
    private function hypervisor(int $id, string $scarce): array
    {
        $pools = [];
        for ($n = $scarce === 'disks' ? 4 : mt_rand(0, 2); $n > 0; $n--) {
            $max = 100 * mt_rand(1, 6);
            $pools[] = ['enabled' => 1, 'storageType' => mt_rand(2, 3), 'units' => 'GB', 'max' => $max, 'allocated' => mt_rand(0, 50), 'free' => $max];
        }

        return self::host($id, 1024 * mt_rand(8, 40), [
            'memory' => [1024 * mt_rand(8, 40) * ($scarce === 'anything' ? 1 : 8), 512 * mt_rand(0, 12)],
            'cpu' => [mt_rand(0, 6) === 0 || $scarce !== 'anything' ? 0 : mt_rand(10, 60), mt_rand(0, 8)],
            'storage' => [100 * mt_rand(2, 10), 10 * mt_rand(0, 15)],
            'storage_type' => mt_rand(1, 2),
            'servers' => mt_rand(0, 3) === 0 ? [mt_rand(3, 20), mt_rand(0, 3)] : [0, 0],
            'ipv4' => $scarce === 'addresses' ? mt_rand(3, 20) : 5000,
            'other' => $pools,
        ]);
    }

    /**
     * @param list<array<string, mixed>> $hosts
     * @return list<array<string, mixed>>
     */
    private static function withoutLargest(array $hosts): array
    {
        $memories = array_map(static fn (array $host): int => $host['memory'][0], $hosts);
        unset($hosts[array_search(max($memories), $memories, true)]);

        return array_values($hosts);
    }
}
