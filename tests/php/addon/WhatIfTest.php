<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class WhatIfTest extends ShopTestCase
{
    /**
     * Compares what the extension computes for a changed panel with what "what if" computes from the stored report. The changed
     * groups, without some hypervisors, are separate groups with ids above 1000.
     */
    private const COMPARE = <<<'PHP'
        use WHMCS\Module\Addon\VirtfusionStock\Admin\WhatIf;
        use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
        use WHMCS\Module\Addon\VirtfusionStock\Report\BoundedReport;
        use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
        $trials = json_decode(file_get_contents(ROOTDIR . '/trials.json'), true);
        $engine = new VirtFusionDirect\StockControl(current(Shop::ofRequest()->panels()->all())->module());
        $rows = [];
        foreach ($trials as $n => $trial) {
            $rows[] = ['id' => 2 * $n + 1] + $trial['now'];
            $rows[] = ['id' => 2 * $n + 2] + $trial['then'];
        }
        $reports = $engine->explain($rows);
        $answers = [];
        foreach ($trials as $n => $trial) {
            $stored = json_encode(BoundedReport::report($reports[2 * $n + 1]), JSON_PRESERVE_ZERO_FRACTION);
            $whatIf = WhatIf::of(Report::read($stored), $trial['asked']);
            $then = $reports[2 * $n + 2];
            $answers[] = [$whatIf->complaints, $whatIf->quantity, $then['quantity'], array_column($whatIf->groups, 'after'),
                array_map(fn ($group) => $group['quantity'] ?? $group['fits'] ?? PHP_INT_MAX, $then['groups'])];
        }
        return $answers;
        PHP;

    /**
     * @testWith ["group", 1]
     *     ["group", 2]
     *     ["hypervisor", 1]
     *     ["hypervisor", 2]
     */
    public function testWhatIfMatchesTheExtensionsAnswerForTheChangedPanel(string $pool, int $seed): void
    {
        mt_srand($seed);
        $trials = $this->trials(120);
        file_put_contents("{$this->shop->root}/trials.json", json_encode($trials));

        $answers = $this->shop->php($this->php("virtfusion_direct.ipv4_pool={$pool}"), self::COMPARE);

        self::assertCount(120, $answers);
        foreach ($answers as $n => [$complaints, $told, $engine, $groupsTold, $groups]) {
            $trial = json_encode($trials[$n]);
            self::assertSame([], $complaints, $trial);
            self::assertSame($engine, $told, $trial);
            self::assertSame($groups, $groupsTold, $trial);
        }
        self::assertGreaterThan(25, count(array_unique(array_column($answers, 2))), 'the trials differ');
    }

    public function testWhatIfGivesNoAnswerWhenTheReportLacksTheData(): void
    {
        $pool = static fn (int $free): array => [
            'enabled' => 1, 'storageType' => 2, 'units' => 'GB', 'max' => 1000, 'allocated' => 1000 - $free, 'free' => $free,
        ];
        $this->panel->group(5, [self::host(11, 10240, ['other' => array_map($pool, range(100, 108))])]);
        $this->panel->package(3, self::package(['primaryStorageProfile' => 2]));
        $this->panel->package(4, self::package(['primaryStorage' => 0]));
        $manyPools = ['configoption1' => '5', 'configoption2' => '3', 'configoption7' => '0'];
        $noDisk = ['configoption1' => '6', 'configoption2' => '4', 'configoption7' => '0'];
        $ask = static fn (array $row, string $storage): array => ['now' => $row, 'then' => $row, 'asked' => [
            'buffer' => '0', 'memory' => '1024', 'cpu' => '1', 'storage' => $storage, 'out' => [],
        ]];
        file_put_contents("{$this->shop->root}/trials.json", json_encode([
            $ask($manyPools, '10'), $ask($manyPools, '0'), $ask($noDisk, '10'), $ask($noDisk, '0'),
        ]));

        $told = array_column($this->inShop(self::COMPARE), 1);

        self::assertSame([null, 10, null, 20], $told);
    }

    /** @return list<array{now: array<string, mixed>, then: array<string, mixed>, asked: array<string, mixed>}> */
    private function trials(int $count): array
    {
        $packages = [];
        foreach ([0, 2] as $type) {
            for ($n = 1; $n <= 8; $n++) {
                $packages[$type * 10 + $n] = self::package([
                    'memory' => self::oneOf([0, 512, 1024, 3000, 9999]),
                    'cpuCores' => self::oneOf([0, 1, 2, 7]),
                    'primaryStorage' => self::oneOf([1, 10, 33, 250]),
                    'primaryStorageProfile' => $type,
                ]);
            }
        }
        $groups = [];
        $trials = [];
        for ($n = 1; $n <= $count; $n++) {
            $out = [];
            foreach ([2 * $n - 1, 2 * $n] as $group) {
                $groups[$group] = $groups[1000 + $group] = [];
                for ($host = 0; $host < mt_rand(0, 5); $host++) {
                    $id = 10 * $group + $host;
                    $groups[$group][] = $entry = $this->anyHost($id);
                    if (mt_rand(0, 3) === 0) {
                        $out[] = (string) $id;
                    } else {
                        $groups[1000 + $group][] = $entry;
                    }
                }
            }
            $type = self::oneOf([0, 20]);
            [$now, $then] = [$type + mt_rand(1, 8), $type + mt_rand(1, 8)];
            [$before, $after] = [self::oneOf(['10', '0', '33.3333', '0.7']), self::oneOf(['10', '0', '100', '12.5', '99.9999', '0.00005'])];
            $row = static fn (int $from, int $package, string $buffer): array => [
                'configoption1' => (string) ($from + 2 * $n - 1),
                'configoption2' => (string) $package,
                'configoption3' => (string) ($n % 3),
                'configoption7' => $buffer,
                'locations' => [($from + 2 * $n) . '|Elsewhere', ...($n % 7 === 0 ? ['5000|Gone'] : [])],
            ];
            $trials[] = ['now' => $row(0, $now, $before), 'then' => $row(1000, $then, $after), 'asked' => [
                'buffer' => $after,
                'memory' => (string) $packages[$then]['memory'],
                'cpu' => (string) $packages[$then]['cpuCores'],
                'storage' => (string) $packages[$then]['primaryStorage'],
                'out' => $out,
            ]];
        }
        $this->panel->holds(['packages' => $packages, 'groups' => $groups]);

        return $trials;
    }

    public function testOrdersStayWhereTheyAreCounted(): void
    {
        $host = ['cpu' => [100, 0], 'storage' => [1000, 0], 'servers' => [50, 0], 'ipv4' => 30];
        $this->panel->group(5, [self::host(11, 65536, $host), self::host(12, 65536, $host)]);
        $this->panel->package(4, self::package(['memory' => 8192, 'cpuCores' => 20, 'primaryStorage' => 300]));
        $product = $this->catalogue->product('VPS', 3, 5, ['configoption7' => '0']);
        $sold = $this->catalogue->product('sold', 4, 5, ['stockcontrol' => 0, 'configoption3' => '4']);
        [$order] = $this->catalogue->order([$sold]);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s')]);
        self::assertSame([$product => 26], $this->recalculate(), '30 addresses but for 4');

        $asked = ['buffer' => '0', 'memory' => '1024', 'cpu' => '1', 'storage' => '10'];
        $placed = json_decode($this->entry($product)->report, true)['groups'][0]['holds'][0]['placed'];
        $other = $placed === 11 ? 12 : 11;
        self::assertSame(26, $this->whatIf($product, $asked));
        self::assertSame(15, $this->whatIf($product, ['memory' => '8192'] + $asked), '7 beside the order, and 8');
        self::assertSame(7, $this->whatIf($product, ['storage' => '100', 'out' => [(string) $other]] + $asked));
        self::assertSame(8, $this->whatIf($product, ['cpu' => '10', 'out' => [(string) $other]] + $asked));
        self::assertNull($this->whatIf($product, ['out' => [(string) $placed]] + $asked));
    }

    /** @param array<string, mixed> $asked */
    private function whatIf(int $product, array $asked): ?int
    {
        return $this->inShop('$report = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->ledger()->report(' . $product . ');'
            . ' return WHMCS\Module\Addon\VirtfusionStock\Admin\WhatIf::of($report, ' . var_export($asked, true) . ')->quantity;');
    }

    /** @return array<string, mixed> */
    private function anyHost(int $id): array
    {
        $quota = static function (int $most): array {
            $max = self::oneOf([0, mt_rand(1, $most), $most]);

            return [$max, mt_rand(0, (int) ($max * 1.2))];
        };
        $pool = static function () use ($quota): array {
            [$max, $allocated] = $quota(2000);

            return [
                'enabled' => mt_rand(0, 3) > 0, 'storageType' => self::oneOf([1, 2]), 'units' => 'GB',
                'max' => $max, 'allocated' => $allocated, 'free' => $max - $allocated,
            ];
        };

        return [
            'memory' => $quota(65536),
            'cpu' => $quota(64),
            'storage' => $quota(4000),
            'storage_type' => self::oneOf([1, 2]),
            'storage_enabled' => mt_rand(0, 4) > 0,
            'other' => mt_rand(0, 1) === 1 ? array_map($pool, range(0, mt_rand(0, 3))) : [],
            'servers' => self::oneOf([[0, 0], [0, 0], [30, mt_rand(0, 40)]]),
            'ipv4' => self::oneOf([null, mt_rand(0, 40), 5000]),
            'prohibit' => mt_rand(0, 5) === 0,
        ] + self::host($id, 0);
    }

    /**
     * @template T
     * @param non-empty-list<T> $values
     * @return T
     */
    private static function oneOf(array $values): mixed
    {
        return $values[mt_rand(0, count($values) - 1)];
    }
}
