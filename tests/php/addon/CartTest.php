<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class CartTest extends ShopTestCase
{
    /** Seconds: half of the time-out that would end a wait without a deadline, and generous on a busy machine. */
    private const IN_TIME = 15.0;
    private const PAGE = 'run_hook("ClientAreaPageCart", %s); return null;';
    /** Returns the queries of a page's hooks, and keeps those of the work after the response in a file. */
    private const QUERIES = '$queries = []; WHMCS\Database\Capsule::connection()->listen('
        . 'static function ($query) use (&$queries) { $queries[] = $query->sql; });'
        . ' run_hook("ClientAreaPageCart", ["pid" => %d]); $inHook = $queries; $queries = [];'
        . ' register_shutdown_function(static function () use (&$queries): void {'
        . ' file_put_contents(ROOTDIR . "/after.json", json_encode($queries)); }); return $inHook;';

    /**
     * @testWith ["pid"]
     *     ["productid"]
     *     ["productinfo"]
     */
    public function testACartPageRefreshesItsProduct(string $key): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $other = $this->catalogue->product('other', 3, 6);

        $this->page([$key => $key === 'productinfo' ? ['pid' => (string) $product] : (string) $product]);

        self::assertSame([9, 0], [$this->quantity($product), $this->quantity($other)]);
        self::assertSame('ok', $this->entry($product)->reason);
    }

    public function testAProductIsRefreshedOnceInAMinute(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $other = $this->catalogue->product('other', 3, 5);
        $this->page(['pid' => $product]);
        Capsule::table('tblproducts')->update(['qty' => 1]);

        $this->page(['pid' => $product]);
        $this->page(['pid' => $other]);

        self::assertSame([1, 9], [$this->quantity($product), $this->quantity($other)]);
    }

    public function testAHangingPanelIsWaitedForUntilTheDeadlineAndNotAskedByTheNextPage(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);

        $first = $this->page(['pid' => $product], 'virtfusion_direct.timeout=30');
        $asked = $this->panel->paths();
        $this->page(['pid' => $product], 'virtfusion_direct.timeout=30');

        self::assertGreaterThan(1.4, $first, 'the process waited for the panel');
        self::assertLessThan(self::IN_TIME, $first);
        self::assertSame($asked, $this->panel->paths(), 'the second page does not ask');
        self::assertSame(4, $this->quantity($product));
        self::assertSame('package_unknown', $this->entry($product)->reason);
    }

    public function testTheCartDeadlineSettingIsUsed(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->catalogue->setting('cart_deadline', '3');
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);

        $took = $this->page(['pid' => $product], 'virtfusion_direct.timeout=30');

        self::assertGreaterThan(2.9, $took, 'longer than the default');
        self::assertLessThan(self::IN_TIME, $took);
        self::assertSame(4, $this->quantity($product));
    }

    public function testThePanelIsAskedOnceWhenTheServerModuleHasACartHookToo(): void
    {
        $this->shop->installHost('stock');
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);

        self::assertLessThan(self::IN_TIME, $this->page(['pid' => $product], 'virtfusion_direct.timeout=30'));
        self::assertSame(1, array_count_values($this->panel->paths())['/packages/3']);
        self::assertSame(4, $this->quantity($product));
    }

    public function testAPageWithoutAStockControlledProductSendsNoRequest(): void
    {
        $off = $this->catalogue->product('off', 3, 5, ['stockcontrol' => 0, 'qty' => 4]);

        foreach ([['pid' => $off], ['pid' => '1 OR 1=1'], ['pid' => -1], ['pid' => 4711], []] as $vars) {
            $this->page($vars);
        }

        self::assertSame([], $this->panel->requests());
        self::assertSame(4, $this->quantity($off));
        self::assertSame([], $this->activity());
    }

    public function testAPageMarksItsProductAndNothingElseBeforeTheResponse(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $count = sprintf(self::QUERIES, $product);

        $inHook = $this->inShop($count);
        self::assertCount(1, $inHook, implode("\n", $inHook));
        self::assertStringStartsWith('update `mod_virtfusion_stock` set `owed_at` = ?', $inHook[0]);
        self::assertSame([], $this->inShop($count), 'nothing is asked of the database within the minute');
    }

    public function testAPageThatFindsNothingNewTakesNoLockAndRemovesTheMark(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->inShop(sprintf(self::QUERIES, $product));

        $after = json_decode((string) file_get_contents("{$this->shop->root}/after.json"), true);
        $writes = array_values(preg_grep('/^(update|replace|insert)|GET_LOCK/i', $after));
        self::assertCount(1, $writes, implode("\n", $after));
        self::assertStringStartsWith('update `mod_virtfusion_stock` set `owed_at` = ?', $writes[0]);
        self::assertLessThanOrEqual(5, count($after), implode("\n", $after));
        self::assertNull(Capsule::table('mod_virtfusion_stock')->value('owed_at'));

        Capsule::table('tblproducts')->update(['qty' => 1]);
        $this->recalculateOne($product);
        self::assertSame(9, $this->quantity($product));
    }

    public function testAPagePreparesNoStatementAndRestoresTheConnectionsSettings(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        [$before, $after, $attributes] = $this->inShop(
            '$connection = WHMCS\Database\Capsule::connection();'
            . ' $prepared = static fn (): int => (int) $connection'
            . '->selectOne("SHOW SESSION STATUS LIKE \'Com_stmt_prepare\'")->Value;'
            . ' $emulates = static fn (): bool => (bool) $connection->getPdo()->getAttribute(PDO::ATTR_EMULATE_PREPARES);'
            . " \$before = [\$prepared(), \$emulates()]; run_hook('ClientAreaPageCart', ['pid' => {$product}]);"
            . ' return [$before[0], $prepared(), [$before[1], $emulates()]];',
        );

        self::assertSame($before + 1, $after, 'but for the question itself');
        self::assertSame([false, false], $attributes);
    }

    /**
     * @testWith [{"largest_quantity": "4"}, 4]
     *     [{"default_buffer": "50"}, 5]
     *     [{"preview_only": "on"}, 1]
     */
    public function testAPageAppliesTheSettings(array $settings, int $quantity): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 1, 'configoption7' => '']);
        foreach ($settings as $name => $value) {
            $this->catalogue->setting($name, $value);
        }

        $this->page(['pid' => $product]);

        self::assertSame($quantity, $this->quantity($product));
    }

    /**
     * @testWith ["100 % _there!"]
     *     ["Qu'elle place? \\\\ \\"]
     */
    public function testAPageFindsLocationsWhateverTheOptionIsNamed(string $label): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option($label, [$product], ['6']);
        $this->catalogue->option("{$label}s", [$product], ['99']);
        $this->shop->mapOptions(['hypervisorId' => $label]);

        $this->page(['pid' => $product]);

        self::assertSame(18, $this->quantity($product));
    }

    public function testARefreshAfterALongTimeUpdatesTheRecordedTime(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $one = "return (new WHMCS\\Module\\Server\\VirtFusionDirect\\StockControl())->recalculateForProduct({$product});";
        $before = $this->entry($product)->known_at;

        $this->inShop(self::later(40, $one));
        self::assertSame($before, $this->entry($product)->known_at);

        $this->inShop(self::later(61, $one));
        self::assertGreaterThanOrEqual(strtotime($before) + 61, strtotime($this->entry($product)->known_at));
    }

    public function testAPageDoesNotWaitForARunningSweep(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->panel->latency(3000);
        $sweep = $this->start(self::ALL, 'virtfusion_direct.timeout=20');
        $until = microtime(true) + 10;
        while ($this->panel->requests() === [] && microtime(true) < $until) {
            usleep(20000);
        }

        $this->page(['pid' => $product]);
        self::assertNotSame(9, $this->quantity($product), 'the sweep is still running');

        $sweep->answer();
        self::assertSame(9, $this->quantity($product));
    }

    /**
     * @param array<string, mixed> $vars
     * @return float the seconds that the process took, its work after the page included
     */
    private function page(array $vars, string ...$settings): float
    {
        $began = hrtime(true);
        $this->shop->php($this->php(...$settings), sprintf(self::PAGE, var_export($vars, true)));

        return (hrtime(true) - $began) / 1e9;
    }
}
