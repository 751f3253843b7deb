<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** Two customers, one last server. */
final class ClaimsTest extends ShoppingTestCase
{
    private int $product;

    protected function setUp(): void
    {
        parent::setUp();
        $this->room(5, 1);
        $this->product = $this->product('VPS', 5);
    }

    public function testACartThatIsBeingPaidHoldsItsPlaceAgainstOthers(): void
    {
        $cart = [['pid' => $this->product]];

        self::assertSame([], $this->checkout($cart, 'one'));
        self::assertCount(1, $this->checkout($cart, 'two'));
        self::assertSame([], $this->checkout($cart, 'one'), 'the second try after a declined card');
        self::assertSame([hash('sha256', 'one')], $this->sessions());
    }

    public function testASecondTryPassesUnderAnotherSessionIdToo(): void
    {
        $cart = [['pid' => $this->product]];
        $again = self::sessionCode($cart, 'signed in', ['virtfusion_stock_claim' => hash('sha256', 'one')])
            . self::errorsCode('ShoppingCartValidateCheckout', []);

        self::assertSame([], $this->checkout($cart, 'one'));
        self::assertSame(
            hash('sha256', 'one'),
            $this->inShop(self::sessionCode($cart, 'one') . ' run_hook("ShoppingCartValidateCheckout"); return $_SESSION["virtfusion_stock_claim"];'),
        );
        self::assertSame([], $this->inShop($again));
        self::assertSame([hash('sha256', 'one')], $this->sessions());
    }

    public function testAClaimCountsInNoQuantity(): void
    {
        $this->checkout([['pid' => $this->product]], 'one');

        self::assertSame([$this->product => 1], $this->recalculate());
    }

    public function testAClaimEndsByItself(): void
    {
        $cart = [['pid' => $this->product]];
        $this->checkout($cart, 'one');

        self::assertCount(1, $this->inShop(self::later(118, self::checkoutCode($cart, 'two'))));
        self::assertSame([], $this->inShop(self::later(121, self::checkoutCode($cart, 'two'))));
        self::assertSame([hash('sha256', 'two')], $this->sessions(), 'what has ended is removed');
    }

    public function testACartThatIsRefusedClaimsNothing(): void
    {
        $one = ['pid' => $this->product];

        self::assertSame([], $this->checkout([$one], 'one'));
        self::assertCount(1, $this->checkout([$one, $one], 'one'));
        self::assertSame([], $this->checkout([$one], 'two'));
    }

    public function testTheOrdersOwnRowsHoldInTheClaimsPlace(): void
    {
        $this->room(5, 2);
        $cart = [['pid' => $this->product]];
        self::assertSame([], $this->checkout($cart, 'one'));

        // The order has its rows, and WHMCS still sends mails: claim and order are one server.
        $this->inShop("WhmcsStandIn\\Hooks::add('AfterShoppingCartCheckout', -9, fn () => throw new Exception('mails'));"
            . " try { WhmcsStandIn\\Orders::place([{$this->product}]); } catch (Exception) {} return null;");
        self::assertSame([hash('sha256', 'one')], $this->sessions());
        self::assertSame([], $this->checkout($cart, 'two'));
        self::assertCount(1, $this->checkout($cart, 'three'), 'the claim of the second one counts');
    }

    public function testAnOrderEndsTheClaim(): void
    {
        $this->checkout([['pid' => $this->product]], 'one');

        $this->inShop("session_id('one'); WhmcsStandIn\\Orders::place([{$this->product}]); return null;");

        self::assertSame([], $this->sessions());
        self::assertCount(1, $this->checkout([['pid' => $this->product]], 'two'));
    }

    public function testTheClaimOfALargeServerTakesItsSize(): void
    {
        $this->room(5, 8);
        $memory = $this->catalogue->option('Memory', [$this->product], ['1', '6']);
        $cart = static fn (int $choice, int $copies): array => array_fill(
            0,
            $copies,
            ['pid' => 0, 'configoptions' => [$memory => $choice]],
        );
        $with = fn (array $cart): array => array_map(fn (array $line): array => ['pid' => $this->product] + $line, $cart);

        self::assertSame([], $this->checkout($with($cart($this->choice($memory, '6'), 1)), 'one'));
        self::assertSame([], $this->checkout($with($cart($this->choice($memory, '1'), 2)), 'two'));
        self::assertCount(1, $this->checkout($with($cart($this->choice($memory, '1'), 1)), 'three'));
    }

    public function testWithoutASessionNothingIsClaimedAndEveryClaimCounts(): void
    {
        $cart = [['pid' => $this->product]];

        self::assertSame([], $this->checkout($cart, ''));
        self::assertSame([], $this->sessions());
        $this->checkout($cart, 'one');
        self::assertCount(1, $this->checkout($cart, ''));
    }

    public function testAClaimThatCannotBeReadIsPassedOver(): void
    {
        $until = gmdate('Y-m-d H:i:s', time() + 60);
        foreach (['[]', 'nonsense', '[[1,2]]', '[["x",3,5,1,null,null,null,null]]', '[7]'] as $n => $holds) {
            Capsule::table('mod_virtfusion_stock_claim')->insert(['session' => "s{$n}", 'holds' => $holds, 'until' => $until]);
        }

        self::assertSame([], $this->checkout([['pid' => $this->product]]));
        self::assertSame([], $this->activity());
    }

    public function testAShopOfTheFirstVersionGetsTheTable(): void
    {
        Capsule::schema()->drop('mod_virtfusion_stock_claim');

        self::assertSame([], $this->checkout([['pid' => $this->product]], 'one'));
        self::assertSame([hash('sha256', 'one')], $this->sessions());
        self::assertSame([], $this->activity());
        $keys = Capsule::select("SHOW KEYS FROM mod_virtfusion_stock_claim WHERE Key_name = 'PRIMARY'");
        self::assertSame(['session'], array_column($keys, 'Column_name'));
    }

    public function testSixtyFourProcessesShareTenPlaces(): void
    {
        for ($try = 1; $try <= 5; $try++) {
            $passed = $this->sixtyFourAtOnce();
            if ($this->passed() === []) {
                break;
            }
            // A cart that waited for the lock too long on a busy machine passes unchecked: then there is nothing to count.
            self::assertGreaterThanOrEqual(10, $passed);
            $this->tearDown();
            $this->setUp();
        }

        self::assertSame([], $this->passed(), 'every cart was checked');
        self::assertSame(10, $passed);
        self::assertSame(10, Capsule::table('tblhosting')->count());
        self::assertSame([0, 0], [$this->recalculate()[$this->product], $this->quantity($this->product)]);
    }

    /** @return int how many carts passed */
    private function sixtyFourAtOnce(): int
    {
        $this->room(5, 10);
        $this->recalculate();
        $barrier = fopen("{$this->shop->root}/barrier", 'c');
        flock($barrier, LOCK_EX);
        $code = $this->paying();
        $processes = [];
        for ($n = 0; $n < 64; $n++) {
            $processes[] = $this->start(str_replace('the customer', "customer {$n}", $code));
        }
        $until = microtime(true) + 120;
        while (count(glob("{$this->shop->root}/ready.*")) < 64) {
            self::assertLessThan($until, microtime(true), 'the processes did not start');
            usleep(20000);
        }
        flock($barrier, LOCK_UN);
        $passed = 0;
        foreach ($processes as $process) {
            $passed += (int) ($process->answer() === []);
        }

        return $passed;
    }

    /** A customer who waits for the others, pays, and orders when the cart passes. The classes are loaded before, as a web server's are. */
    private function paying(): string
    {
        $classes = 'modules/addons/virtfusion_stock/lib/{Checkout,Customer,Order,Panel,Shop,Sweep}/[A-Z]*.php';

        return "foreach (glob(ROOTDIR . '/{$classes}', GLOB_BRACE) as \$file) { require_once \$file; }"
            . ' touch(ROOTDIR . "/ready." . getmypid()); flock(fopen(ROOTDIR . "/barrier", "r"), LOCK_SH);'
            . self::sessionCode([['pid' => $this->product]], 'the customer')
            . ' $errors = run_hook("ShoppingCartValidateCheckout")[0];'
            . " if (\$errors === []) { WhmcsStandIn\\Orders::place([{$this->product}]); }"
            . ' return $errors;';
    }

    /** @return list<string> */
    private function sessions(): array
    {
        return Capsule::table('mod_virtfusion_stock_claim')->pluck('session')->all();
    }
}
