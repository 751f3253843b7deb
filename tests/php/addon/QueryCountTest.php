<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class QueryCountTest extends ShopTestCase
{
    private const COUNT = '$queries = []; WHMCS\Database\Capsule::connection()->listen('
        . 'static function ($query) use (&$queries) { $queries[] = substr($query->sql, 0, 300); });'
        . ' (new WHMCS\Module\Server\VirtFusionDirect\StockControl())->recalculateAll(); return $queries;';

    public function testAShopWith300ProductsNeedsFewQueries(): void
    {
        [$products, $requests] = $this->fillStore();
        Capsule::table('tblproducts')->where('id', '<=', 250)->update(['qty' => 1]);

        $first = $this->inShop(self::COUNT);
        $asked = count($this->panel->requests());
        $second = $this->inShop(self::COUNT);

        self::assertNotSame([], $this->updates($first));
        self::assertLessThanOrEqual(18, count($first), implode("\n", $first));
        self::assertSame(0, Capsule::table('tblproducts')->whereIn('qty', [1, 100000])->count());
        self::assertSame([], $this->updates($second), 'a second one writes nothing');
        self::assertLessThanOrEqual(12, count($second), implode("\n", $second));
        self::assertSame($products, Capsule::table('mod_virtfusion_stock')->where('reason', 'ok')->count());
        self::assertSame([300, 0], array_column($this->sweeps(), 'updated'));
        self::assertSame($requests, $asked, 'all packages by one list and each group once, on its panel');
    }

    public function testASweepWithoutChangesPreparesNoStatement(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        $prepared = $this->inShop('$prepared = static fn (): int => (int) WHMCS\Database\Capsule::connection()'
            . '->selectOne("SHOW SESSION STATUS LIKE \'Com_stmt_prepare\'")->Value; $before = $prepared();'
            . ' $shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
            . ' (new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep($shop))->all("test"); return $prepared() - $before;');

        self::assertSame(2, $prepared, "but for the question itself and WHMCS's for the Module Log");
    }

    public function testFailingSweepsNeedFewQueriesToo(): void
    {
        $this->fillStore();
        $this->inShop(self::COUNT);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 500]);

        $queries = $this->shop->php($this->php('virtfusion_direct.cache_dir=' . $this->folder()), self::COUNT);

        self::assertSame([], $this->updates($queries));
        self::assertSame(100, Capsule::table('mod_virtfusion_stock')->where('failures', 1)->count());
        // Two of them for the history, as in the first sweep above.
        self::assertLessThanOrEqual(16, count($queries), implode("\n", $queries));
    }

    public function testAlertsOf300ProductsNeedFewQueries(): void
    {
        $this->fillStore();
        Capsule::table('tbladdonmodules')->insert(['module' => 'virtfusion_stock', 'setting' => 'alert_mail', 'value' => 'system']);
        $look = str_replace('recalculateAll()', 'recalculateAll(); $queries = []; (new WHMCS\Module\Addon\VirtfusionStock\Alert\Alerts('
            . 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->run()', self::COUNT);

        $this->inShop($look);
        $queries = $this->inShop($look);

        self::assertLessThanOrEqual(22, count($queries), implode("\n", $queries));
    }

    /** @return array{0: int, 1: int} products, and the requests that the first panel gets */
    private function fillStore(): array
    {
        $groups = [];
        $packages = [];
        for ($n = 1; $n <= 40; $n++) {
            $groups[$n] = [self::host($n * 10, 10240 * $n), self::host($n * 10 + 1, 20480)];
        }
        for ($n = 1; $n <= 12; $n++) {
            $packages[$n] = self::package(['memory' => 512 * $n]);
        }
        $serverGroups = [0];
        $this->panel->holds(['packages' => $packages, 'groups' => $groups]);
        foreach ([2, 3] as $n) {
            Panel::number($n)->holds(['packages' => $packages, 'groups' => $groups]);
            $server = $this->catalogue->server(Panel::number($n)->hostname, Panel::TOKEN);
            $serverGroups[] = $this->catalogue->serverGroup("panel {$n}", [$server]);
        }
        $used = [];
        for ($n = 0; $n < 300; $n++) {
            $group = $n % 40 + 1;
            $package = $n % 12 + 1;
            $columns = ['servergroup' => $serverGroups[$n % 3], 'qty' => 100000];
            $this->catalogue->product("VPS {$n}", $package, $group, $columns);
            if ($n % 3 === 0) {
                $used['list of packages'] = $used["g{$group}"] = true;
            }
        }

        return [300, count($used)];
    }

    /**
     * @param list<string> $queries
     * @return list<string>
     */
    private function updates(array $queries): array
    {
        return array_values(preg_grep('/^update `tblproducts`/', $queries));
    }

    private function folder(): string
    {
        $folder = "{$this->shop->root}/another-cache";
        mkdir($folder, 0700);

        return $folder;
    }
}
