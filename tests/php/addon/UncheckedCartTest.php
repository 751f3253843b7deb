<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Shop;

/** What is not known never refuses an order: there is no room in this shop, and every failure lets the cart pass. */
final class UncheckedCartTest extends ShoppingTestCase
{
    /** Seconds: far below the 30 of the panel's time-out, and generous on a busy machine. */
    private const IN_TIME = 15.0;

    private int $product;

    protected function setUp(): void
    {
        parent::setUp();
        $this->room(5, 0);
        $this->product = $this->product('VPS', 5);
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public static function failures(): iterable
    {
        foreach (
            [
                ['kind' => 'hang'], ['kind' => 'reset'], ['kind' => 'garbage'], ['kind' => 'status', 'code' => 500],
                ['kind' => 'status', 'code' => 401], ['kind' => 'truncated'], ['kind' => 'html'], ['kind' => 'empty'], ['kind' => 'latency', 'ms' => 3000],
            ] as $fault
        ) {
            yield implode(' ', $fault) => [$fault];
        }
    }

    /**
     * @dataProvider failures
     * @param array<string, mixed> $fault
     */
    public function testAPanelThatFailsLetsTheCartPassAndIsLoggedOnce(array $fault): void
    {
        $this->panel->fails(['path' => '*'] + $fault);

        [$errors, $seconds] = $this->timed();
        self::assertSame([], $errors);
        self::assertLessThan(self::IN_TIME, $seconds);
        self::assertSame([], $this->timed()[0]);
        self::assertSame([], $this->configure([['pid' => $this->product]], 0, []));
        self::assertNotSame([], $this->passed());
        self::assertSame(array_unique($this->passed()), $this->passed(), 'the same reason is logged once');
    }

    public function testAPanelThatRefusesConnectionsLetsTheCartPass(): void
    {
        $this->panel->refuses();

        self::assertSame([], $this->timed()[0]);
        self::assertCount(1, $this->passed());
    }

    public function testAnAnswerThatIsTooOldRefusesNothing(): void
    {
        self::assertCount(1, $this->timed()[0], 'known and fresh');
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);
        self::assertCount(1, $this->timed()[0], 'still fresh');

        // As if a server had been removed since: what was asked for before does not count.
        Capsule::table('mod_virtfusion_stock_state')->update(['moved_at' => sprintf('%.6F', microtime(true))]);

        self::assertSame([], $this->timed()[0]);
        self::assertCount(1, $this->passed());
    }

    public function testAMissingExtensionLetsTheCartPassAndIsLoggedOnce(): void
    {
        $code = self::checkoutCode([['pid' => $this->product]]);

        self::assertSame([], $this->shop->php($this->phpWithoutExtension(), $code));
        self::assertSame([], $this->shop->php($this->phpWithoutExtension(), $code));

        self::assertCount(1, $this->passedWithout());
        self::assertStringContainsString('virtfusion_direct is not loaded', $this->passedWithout()[0]);
    }

    public function testALockThatIsHeldLetsTheCartPassAfterThreeSeconds(): void
    {
        $holder = $this->start('$lock = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->lock()->take(0);'
            . ' touch(ROOTDIR . "/held"); sleep(60); return $lock !== null;');
        while (!is_file("{$this->shop->root}/held")) {
            usleep(20000);
        }

        [$errors, $seconds] = $this->timed();
        posix_kill($holder->pid(), SIGKILL);
        $holder->finish();

        self::assertSame([], $errors);
        self::assertGreaterThan(2.9, $seconds, 'the lock was waited for');
        self::assertLessThan(self::IN_TIME, $seconds);
        self::assertCount(1, $this->passed());
        self::assertSame(0, Capsule::table('mod_virtfusion_stock_claim')->count());
    }

    /** @testWith ["tblhosting"]
     *            ["tblproducts"]
     *            ["tblproductconfigoptions"]
     *            ["tblservers"]
     *            ["tblorders"]
     */
    public function testATableThatIsGoneLetsTheCartPass(string $table): void
    {
        $this->catalogue->option('CPU Cores', [$this->product], ['1']);
        Capsule::schema()->drop($table);

        self::assertSame([], $this->timed()[0]);
        self::assertCount(1, $this->passed());
        self::assertSame([], $this->timed()[0]);
        self::assertCount(1, $this->passed());
    }

    public function testADatabaseThatGoesAwayInTheMiddleLetsTheCartPass(): void
    {
        $this->tearDown();
        $this->database = '';
        $own = MariaDb::start(Workshop::folder() . '/mariadb-' . bin2hex(random_bytes(3)));
        $this->buildShopOn(Shop::mariadb($own->socket(), $own->create()));
        $product = $this->product('VPS', 5);
        $cart = self::checkoutCode([['pid' => $product]]);
        self::assertCount(1, $this->inShop($cart));
        $code = "WHMCS\\Database\\Capsule::connection()->listen(static function (\$query) { if (str_contains(\$query->sql, 'stock_claim')) {"
            . " posix_kill({$own->server->pid}, SIGKILL); while (is_dir('/proc/{$own->server->pid}') && !str_contains("
            . "(string) file_get_contents('/proc/{$own->server->pid}/stat'), ') Z ')) { usleep(1000); } } });";

        self::assertSame([], $this->inShop($code . $cart));
        self::assertStringContainsString('a cart was not checked', $this->errors());
        $own->server->stop();
    }

    public function testAnEarlierSchemaOfTheServersTableIsNoFailure(): void
    {
        Capsule::schema()->drop('mod_virtfusion_direct');

        self::assertCount(1, $this->timed()[0]);
    }

    /** @testWith [null]
     *            [[]]
     *            [{"cart": null}]
     *            [{"cart": {"products": "none"}}]
     *            [{"cart": {"products": ["x", null, {"pid": "1 OR 1=1"}, {"pid": []}, {"pid": -4}, {"pid": 4711}]}}]
     */
    public function testASessionWithoutAUsableCartPasses(?array $session): void
    {
        $code = 'session_id("one");' . ($session === null ? '' : ' $_SESSION = ' . var_export($session, true) . ';');
        foreach (['ShoppingCartValidateCheckout' => [], 'ShoppingCartValidateProductUpdate' => ['i' => 0]] as $point => $vars) {
            self::assertSame([], $this->inShop($code . self::errorsCode($point, $vars)));
        }

        self::assertSame([], $this->activity());
        self::assertSame([], $this->panel->requests());
    }

    public function testOptionsOfAForeignProductCountAsNotChosen(): void
    {
        $this->room(5, 1);
        $other = $this->product('other', 5);
        $memory = $this->catalogue->option('Memory', [$other], ['64']);
        $foreign = ['pid' => $this->product, 'configoptions' => [$memory => $this->choice($memory, '64'), 'x' => ['y'], 99 => '7']];

        self::assertSame([], $this->checkout([$foreign]));
        self::assertSame([], $this->activity());
    }

    public function testAChoiceThatThePanelWouldNotTakeIsNotRefusedHere(): void
    {
        $location = $this->catalogue->option('Location', [$this->product], ['Berlin', '5']);
        $line = ['pid' => $this->product, 'configoptions' => [$location => $this->choice($location, 'Berlin')]];

        self::assertSame([], $this->checkout([$line]));
        self::assertCount(1, $this->passed());
    }

    public function testTwoHundredLinesNeverTakeLong(): void
    {
        $this->room(5, 300);
        $lines = array_fill(0, 200, ['pid' => $this->product]);

        [$errors, $seconds] = $this->timed($lines);

        self::assertSame([], $errors);
        self::assertLessThan(self::IN_TIME, $seconds);
    }

    public function testAMillionCopiesNeverTakeLong(): void
    {
        $free = $this->product('free', 5, ['stockcontrol' => 0, 'allowqty' => 1]);

        [$errors, $seconds] = $this->timed([['pid' => $free, 'qty' => 1000000]]);

        self::assertSame([], $errors);
        self::assertLessThan(self::IN_TIME, $seconds);
    }

    public function testAPreviewChangesNothingAboutTheCheck(): void
    {
        $this->catalogue->setting('preview_only', 'on');

        self::assertCount(1, $this->timed()[0], 'the check writes no quantity');
    }

    /**
     * @param list<array<string, mixed>>|null $products
     * @return array{list<string>, float} the errors of a checkout, and the seconds that the hook took
     */
    private function timed(?array $products = null): array
    {
        return $this->shop->php($this->php('virtfusion_direct.timeout=30'), self::sessionCode($products ?? [['pid' => $this->product]], 'one')
            . ' $began = hrtime(true); $errors = run_hook("ShoppingCartValidateCheckout")[0];'
            . ' return [$errors, (hrtime(true) - $began) / 1e9];');
    }

    /** @return list<string> */
    private function passedWithout(): array
    {
        return array_values(preg_grep('/carts are not checked/', $this->activity()));
    }
}
