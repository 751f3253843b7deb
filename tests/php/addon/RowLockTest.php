<?php

/*
 * A shop on a database that refuses GET_LOCK.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Shop;

final class RowLockTest extends ShopTestCase
{
    private const PAGE = '/admin/addonmodules.php?module=virtfusion_stock';
    private const HOLD = '$lock = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->lock()->take(0);'
        . ' touch(ROOTDIR . "/held"); while (!is_file(ROOTDIR . "/go")) { usleep(20000); }';

    private Server $cluster;

    protected function setUp(): void
    {
        $this->panel = Panel::number(1);
        $this->panel->holds(static::world());
        $this->database = MariaDb::shared()->create();
        $socket = Workshop::folder() . '/cluster-' . bin2hex(random_bytes(4));
        $program = __DIR__ . '/programs/refusing_database.php';
        $this->cluster = Server::start([PHP_BINARY, '-n', $program, $socket, MariaDb::shared()->socket()], "{$socket}.log");
        $this->cluster->waitUntil(static fn (): bool => file_exists($socket), 'The cluster');
        $this->buildShopOn(Shop::mariadb($socket, $this->database));
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        $this->cluster->stop();
    }

    public function testEventsTheCronAndCartsWork(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        $this->event('AfterModuleCreate', $product);
        self::assertSame(9, $this->quantity($product));
        $this->panel->group(5, [self::host(11, 20480)]);
        $this->hook('AfterModuleTerminate', self::eventVars($product));
        $this->hook('AfterCronJob');
        self::assertSame(18, $this->quantity($product));
        Capsule::table('tblproducts')->update(['qty' => 1]);
        self::assertSame(18, $this->recalculateOne($product));

        self::assertSame(18, $this->quantity($product));
        self::assertSame([], $this->troubles());
        self::assertSame([null, null], [$this->state()->lock_holder, $this->state()->lock_until]);
    }

    public function testARecalculationThatCannotStartIsPending(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $holder = $this->start(self::HOLD . ' $lock->release(); return $lock !== null;');
        $this->waitFor('held');

        self::assertSame([], $this->recalculate());
        self::assertNull($this->recalculateOne($product));
        self::assertTrue($this->isOwed());
        self::assertSame(4, $this->quantity($product));

        touch("{$this->shop->root}/go");
        self::assertTrue($holder->answer());
        $this->hook('AfterCronJob');
        self::assertFalse($this->isOwed());
        self::assertSame(9, $this->quantity($product));
    }

    public function testTheLockOfAKilledProcessExpires(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $holder = $this->start(self::HOLD . ' return null;');
        $this->waitFor('held');
        posix_kill($holder->pid(), SIGKILL);
        $holder->finish();

        self::assertSame([], $this->recalculate());
        $left = (int) Capsule::selectOne('SELECT lock_until - UNIX_TIMESTAMP() AS seconds FROM mod_virtfusion_stock_state')->seconds;
        self::assertGreaterThan(0, $left);
        self::assertLessThanOrEqual(300, $left);
        Capsule::table('mod_virtfusion_stock_state')->update(['lock_until' => Capsule::raw('UNIX_TIMESTAMP() - 1')]);

        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testAHolderWhoseLockWasTakenOverWritesNothingAndReleasesNothing(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $holder = $this->start(self::HOLD
            . ' $shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest(); $began = $shop->pendingSweep()->read();'
            . ' $written = $lock->guard(WHMCS\Database\Capsule::table("tblproducts"))->update(["qty" => 7]);'
            . ' $settled = $shop->pendingSweep()->settle($began, $lock, true); $lock->release(); return [$written, $settled];');
        $this->waitFor('held');
        $other = ['lock_holder' => 'another', 'lock_until' => Capsule::raw('UNIX_TIMESTAMP() + 300')];
        Capsule::table('mod_virtfusion_stock_state')->update($other);
        touch("{$this->shop->root}/go");

        self::assertSame([0, false], $holder->answer());
        self::assertSame(4, $this->quantity($product));
        self::assertSame('another', $this->state()->lock_holder);
    }

    public function testManyConcurrentRecalculationsEndWithThePanelsNumbers(): void
    {
        $products = array_map(fn (int $n): int => $this->catalogue->product("VPS {$n}", 3, 5, ['qty' => 1]), range(1, 10));

        $sweeps = array_map(fn (): object => $this->start(self::ALL), range(1, 5));
        foreach ($sweeps as $sweep) {
            $sweep->answer();
        }
        $this->hook('AfterCronJob');

        self::assertSame([9], array_values(array_unique(array_map($this->quantity(...), $products))));
        self::assertSame([], $this->troubles());
    }

    public function testThePageNamesTheLockInUse(): void
    {
        $web = Web::serve($this->shop->root, $this->php());
        $web->signIn('admin');
        $row = $web->get(self::PAGE)->body;
        $web->stop();
        $file = "{$this->shop->root}/configuration.php";
        $configuration = require $file;
        $configuration['database']['unix_socket'] = MariaDb::shared()->socket();
        file_put_contents($file, "<?php\n\nreturn " . var_export($configuration, true) . ";\n");
        $web = Web::serve($this->shop->root, $this->php());
        $web->signIn('admin');
        $named = $web->get(self::PAGE)->body;
        $web->stop();

        self::assertStringContainsString('a lock in mod_virtfusion_stock_state is in use, because the database refuses GET_LOCK', $row);
        self::assertStringContainsString('pxc_strict_mode', $row);
        self::assertStringContainsString('own lock (GET_LOCK) is in use', $named);
    }

    public function testAProcessThatWasKilledIsShownAsEndedOnceItsLockHasExpired(): void
    {
        $step = 'new WHMCS\Module\Addon\VirtfusionStock\Sweep\Step("asking", 1, 3, "server #1", 1)';
        $progress = '$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
            . ' $progress = new WHMCS\Module\Addon\VirtfusionStock\Admin\Progress($shop->stateRow(), $shop->lock());';
        $this->inShop("{$progress} \$progress->note({$step}); return null;");
        Capsule::table('mod_virtfusion_stock_state')->update([
            'lock_holder' => 'killed', 'lock_until' => Capsule::raw('UNIX_TIMESTAMP() + 300'),
        ]);

        self::assertSame('asking', $this->inShop("{$progress} return \$progress->read()->phase;"));
        Capsule::table('mod_virtfusion_stock_state')->update(['lock_until' => Capsule::raw('UNIX_TIMESTAMP() - 1')]);
        self::assertSame('broken', $this->inShop("{$progress} return \$progress->read()->phase;"));
    }

    private function waitFor(string $file): void
    {
        $until = microtime(true) + 30;
        while (!is_file("{$this->shop->root}/{$file}")) {
            self::assertLessThan($until, microtime(true), 'waited too long');
            usleep(20000);
        }
    }
}
