<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class ConcurrencyTest extends ShopTestCase
{
    public function testOfTwoConcurrentRecalculationsTheNewerAnswerIsKept(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->panel->fails(
            ['path' => '/packages/3', 'times' => 1, 'kind' => 'latency', 'ms' => 3500],
            ['path' => '/compute/hypervisors/groups/5/resources', 'times' => 1, 'kind' => 'latency', 'ms' => 3500],
        );

        $older = $this->start(self::ALL, 'virtfusion_direct.timeout=30');
        $this->waitUntil(fn (): bool => count($this->panel->requests()) >= 1);
        $this->panel->group(5, [self::host(11, 5120)]);
        $newer = $this->start(self::hookCode('AfterModuleCreate', self::eventVars($product)));
        $newer->answer();
        $older->answer();

        self::assertSame(4, $this->quantity($product));
        self::assertFalse($this->isOwed());
    }

    public function testThePanelIsAskedWhileTheOrdersAreRead(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $other = MariaDb::shared()->connect();
        $other->exec("LOCK TABLES {$this->database}.tblhosting WRITE");

        $sweep = $this->start(self::ALL);
        $this->waitUntil(fn (): bool => count($this->panel->requests()) === 2);
        $other->exec('UNLOCK TABLES');

        self::assertSame([$product => 9], $sweep->answer());
        self::assertCount(2, $this->panel->requests());
    }

    public function testARecalculationThatCannotStartIsPending(): void
    {
        $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $holder = $this->start('$lock = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->lock()->take(0);'
            . ' touch(ROOTDIR . "/held"); sleep(5); return $lock !== null;');
        $this->waitUntil(fn (): bool => is_file("{$this->shop->root}/held"));

        self::assertSame([], $this->recalculate());
        self::assertTrue($this->isOwed());
        self::assertSame([], $this->panel->requests());

        self::assertTrue($holder->answer());
        $this->hook('AfterCronJob');
        self::assertFalse($this->isOwed());
    }

    public function testALockIsReleasedWhenItsProcessEnds(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $holder = $this->start('$lock = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->lock()->take(0);'
            . ' touch(ROOTDIR . "/held"); sleep(60); return null;');
        $this->waitUntil(fn (): bool => is_file("{$this->shop->root}/held"));
        posix_kill($holder->pid(), SIGKILL);
        $holder->finish();

        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testAnEventKilledDuringItsSweepStaysPending(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->panel->fails(['path' => '*', 'times' => 2, 'kind' => 'hang']);
        $code = self::hookCode('AfterModuleCreate', self::eventVars($product));
        $event = $this->start($code, 'virtfusion_direct.timeout=30');
        $this->waitUntil(fn (): bool => count($this->panel->requests()) >= 2);
        posix_kill($event->pid(), SIGKILL);
        $event->finish();
        $this->panel->heals();
        Capsule::table('mod_virtfusion_stock_state')->update(['swept_at' => gmdate('Y-m-d H:i:s')]);

        self::assertSame(4, $this->quantity($product));
        self::assertTrue($this->isOwed());
        $this->hook('AfterCronJob');
        self::assertSame(9, $this->quantity($product));
    }

    public function testManyConcurrentRecalculationsEndWithThePanelsNumbers(): void
    {
        $products = [];
        for ($n = 1; $n <= 20; $n++) {
            $products[] = $this->catalogue->product("VPS {$n}", 3, $n % 2 === 0 ? 5 : 6, ['qty' => 1]);
        }

        $sweeps = array_map(fn (): object => $this->start(self::ALL), range(1, 8));
        foreach ($sweeps as $sweep) {
            $sweep->answer();
        }
        $this->hook('AfterCronJob');

        foreach ($products as $n => $product) {
            self::assertSame($n % 2 === 0 ? 18 : 9, $this->quantity($product));
        }
        self::assertSame([], $this->troubles());
    }
}
