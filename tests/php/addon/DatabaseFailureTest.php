<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Shop;

final class DatabaseFailureTest extends ShopTestCase
{
    private ?MariaDb $own = null;

    protected function tearDown(): void
    {
        $this->own?->server->stop(SIGKILL);
        parent::tearDown();
    }

    public function testALostDatabaseDuringASweepIsLoggedOnceAndThePageContinues(): void
    {
        $this->buildShopOnADatabaseOfItsOwn();
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->panel->latency(1500);

        $vars = var_export(self::eventVars($product), true);
        $page = $this->start("run_hook('AfterModuleCreate', {$vars}); return 'the page goes on';");
        $until = microtime(true) + 10;
        while ($this->panel->requests() === []) {
            self::assertLessThan($until, microtime(true), 'the panel was not asked');
            usleep(20000);
        }
        $this->own->server->stop(SIGKILL);

        self::assertSame('the page goes on', $page->answer());
        self::assertSame(1, substr_count($this->errors(), 'VirtFusion Stock: '), $this->errors());
        self::assertStringNotContainsString(Panel::TOKEN, $this->errors());
    }

    /**
     * Each table is missing at a different point of a sweep.
     *
     * @testWith ["tbladdonmodules"]
     *     ["tblproducts"]
     *     ["tblproductconfiglinks"]
     *     ["tblservers"]
     *     ["tblservergroupsrel"]
     */
    public function testAMissingTableIsLoggedOnceAndChangesNoQuantity(string $table): void
    {
        $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        Capsule::connection()->statement("RENAME TABLE {$table} TO put_aside");

        self::assertSame([], $this->recalculate());

        Capsule::connection()->statement("RENAME TABLE put_aside TO {$table}");
        self::assertSame(4, (int) Capsule::table('tblproducts')->value('qty'));
        self::assertCount(1, $this->activity());
        self::assertStringContainsString('the recalculation failed', $this->activity()[0]);
        self::assertStringContainsString($table, $this->activity()[0]);
    }

    public function testAProductThatCannotBeWrittenKeepsItsQuantityAndIsLoggedOnce(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        Capsule::connection()->unprepared(
            "CREATE TRIGGER refuse BEFORE UPDATE ON tblproducts FOR EACH ROW SIGNAL SQLSTATE '45000'"
        );

        $this->event('AfterModuleCreate', $product);

        self::assertSame(4, $this->quantity($product));
        self::assertCount(1, $this->activity());
        self::assertTrue($this->isOwed());
    }

    public function testAFailingLogDoesNotPreventQuantitiesFromBeingWritten(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        Capsule::schema()->drop('tblmodulelog');

        self::assertSame([$product => 9], $this->recalculate());
        self::assertSame(9, $this->quantity($product));
        self::assertCount(1, $this->activity());

        Capsule::schema()->drop('tblactivitylog');
        $this->recalculate();
        self::assertSame(1, substr_count($this->errors(), 'VirtFusion Stock: '));
    }

    public function testALostConnectionReleasesTheLockAndTheSweepStartsAgain(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->panel->latency(1500);
        $sweep = $this->start(self::ALL);
        $until = microtime(true) + 10;
        while ($this->panel->requests() === []) {
            self::assertLessThan($until, microtime(true), 'the panel was not asked');
            usleep(20000);
        }
        $holder = Capsule::connection()->selectOne(
            "SELECT IS_USED_LOCK(CONCAT('virtfusion_stock.', MD5(DATABASE()))) AS id",
        )->id;
        Capsule::connection()->unprepared("KILL {$holder}");

        self::assertSame([$product => 9], $sweep->answer());
        self::assertSame(9, $this->quantity($product));
        self::assertSame([0, 1], array_column($this->sweeps(), 'updated'), 'nothing is written without the lock');
        self::assertSame([], $this->troubles());
    }

    public function testHooksOfOtherModulesStillRun(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        Capsule::schema()->drop('tblservers');

        $answer = $this->inShop('$ran = []; add_hook("AfterModuleCreate", 9, function () use (&$ran) { $ran[] = 1; });'
            . ' add_hook("ClientAreaPageCart", 9, function () use (&$ran) { $ran[] = 2; });'
            . ' add_hook("AfterCronJob", 9, function () use (&$ran) { $ran[] = 3; });'
            . ' run_hook("AfterModuleCreate", ' . var_export(self::eventVars($product), true) . ');'
            . ' run_hook("ClientAreaPageCart", ["pid" => ' . $product . ']); run_hook("AfterCronJob"); return $ran;');

        self::assertSame([1, 2, 3], $answer);
    }

    private function buildShopOnADatabaseOfItsOwn(): void
    {
        parent::tearDown();
        $this->database = '';
        $this->own = MariaDb::start(Workshop::folder() . '/mariadb-' . bin2hex(random_bytes(3)));
        $this->buildShopOn(Shop::mariadb($this->own->socket(), $this->own->create()));
    }
}
