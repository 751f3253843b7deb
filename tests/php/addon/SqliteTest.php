<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Shop;

final class SqliteTest extends ShopTestCase
{
    protected function buildShop(array $configuration = []): void
    {
        $this->database = '';
        $this->buildShopOn(
            Shop::sqlite(Workshop::folder() . '/shop-' . bin2hex(random_bytes(4)) . '.sqlite'),
            $configuration,
        );
    }

    public function testAShopOnSqliteHasTheSameQuantities(): void
    {
        $on = $this->catalogue->product('on', 3, 5);
        $off = $this->catalogue->product('off', 3, 5, ['stockcontrol' => 0, 'qty' => 4]);
        $unknown = $this->catalogue->product('unknown', '', 5, ['qty' => 4]);
        $this->catalogue->option('Location', [$on], ['5|Here', '6|There']);

        self::assertSame([$on => 27, $unknown => null], $this->recalculate());
        self::assertSame([27, 4, 4], array_map([$this, 'quantity'], [$on, $off, $unknown]));
        self::assertSame([$on => 27, $unknown => null], $this->recalculate());
        self::assertSame(2, (int) $this->entry($unknown)->failures);
    }

    public function testStockControlStoredAsTextIsUnderstoodOnSqlite(): void
    {
        $this->tearDown();
        $this->buildShop(['text_flags' => true]);
        $on = $this->catalogue->product('on', 3, 5, ['stockcontrol' => 'on', 'qty' => 4]);
        $off = $this->catalogue->product('off', 3, 5, ['stockcontrol' => '', 'qty' => 4]);

        self::assertSame([$on => 9], $this->recalculate());
        self::assertSame([9, 4], [$this->quantity($on), $this->quantity($off)]);
    }

    public function testMoreProductsThanFitOneStatementAreAllRecorded(): void
    {
        for ($n = 1; $n <= 200; $n++) {
            $this->catalogue->product("VPS {$n}", 3, 5);
        }
        $this->recalculate();

        self::assertSame(200, \WHMCS\Database\Capsule::table('mod_virtfusion_stock')->where('quantity', 9)->count());
    }

    public function testAlertsAreFoundAndSentOnSqlite(): void
    {
        $this->catalogue->setting('alert_mail', 'system');
        $this->catalogue->setting('alert_url', 'https://localhost:1/');
        for ($n = 1; $n <= 150; $n++) {
            $this->catalogue->product("VPS {$n}", 3, 5);
        }
        $this->panel->group(5, [self::host(11, 0, ['memory' => [10240, 10240]])]);
        foreach ([0, 7200, 7800] as $seconds) {
            $this->inShop(self::later($seconds, self::hookCode('AfterCronJob')));
        }

        self::assertSame([], $this->troubles());
        $mails = Capsule::table('stand_in_calls')->where('command', 'SendAdminEmail')->pluck('arguments')->all();
        self::assertCount(1, $mails);
        self::assertStringContainsString('150 products sold out', $mails[0]);
        self::assertSame(150, Capsule::table('mod_virtfusion_stock_alert')->where('reported', 'sold_out')->count());
        self::assertSame(['webhook'], Capsule::table('mod_virtfusion_stock_message')->pluck('channel')->all());
    }

    public function testTheHistoryIsWrittenThinnedAndReadOnSqlite(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        for ($n = 1; $n <= 150; $n++) {
            $this->catalogue->product("VPS {$n}", 3, 5);
        }
        $this->recalculate();
        $history = Capsule::table('mod_virtfusion_stock_history');
        self::assertSame(151, $history->where('published', 9)->count());
        $rows = [];
        foreach ([800, 799, 100, 100, 99, 5] as $n => $ago) {
            $rows[] = ['product_id' => $product, 'at' => gmdate('Y-m-d H:i:s', time() - 86400 * $ago + $n), 'published' => $n, 'reason' => 'ok'];
        }
        Capsule::table('mod_virtfusion_stock_history')->insert($rows);

        $this->hook('DailyCronJob');

        $shop = 'WHMCS\\Module\\Addon\\VirtfusionStock\\Shop\\Shop::ofRequest()';
        $read = $this->inShop("return array_column(array_map('get_object_vars', {$shop}->history()->of({$product}, time() - 86400 * 99 - 60)), 'published');");
        self::assertSame([3, 4, 5, 9], $read);
        self::assertSame(154, Capsule::table('mod_virtfusion_stock_history')->count());
        self::assertSame([], $this->troubles());
    }

    public function testCreationsAreCountedOnSqlite(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        $this->event('AfterModuleCreate', $product, ['serviceid' => 1]);
        $this->event('AfterModuleCreateFailed', $product, ['serviceid' => 2]);
        $this->event('AfterModuleCreateFailed', $product, ['serviceid' => 2]);

        $shop = 'WHMCS\\Module\\Addon\\VirtfusionStock\\Shop\\Shop::ofRequest()';
        self::assertSame(
            ['created' => 1, 'created_at_zero' => 0, 'refused' => 1],
            $this->inShop("return {$shop}->proof()->counts();"),
        );
    }

    public function testOnlyOneSweepRunsAtATimeOnSqliteToo(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $holder = $this->start('$lock = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->lock()->take(0);'
            . ' touch(ROOTDIR . "/held"); sleep(4); return $lock !== null;');
        $until = microtime(true) + 10;
        while (!is_file("{$this->shop->root}/held") && microtime(true) < $until) {
            usleep(20000);
        }

        self::assertSame([], $this->recalculate());
        self::assertTrue($this->isOwed());
        self::assertTrue($holder->answer());
        self::assertCount(1, $this->recalculate());
    }
}
