<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** When the cron looks again, with a moved clock: at what is due, and not at each of its runs. */
final class DueTest extends ShopTestCase
{
    private const MINUTE = 60;

    public function testRoomThatAPanelFreesAfterATerminationIsFoundTwoSixAndFifteenMinutesLater(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->event('AfterModuleTerminate', $product);
        self::assertSame(9, $this->quantity($product), 'the panel has not freed the room yet');

        foreach ([2 => 11264, 6 => 12288, 15 => 13312] as $minutes => $memory) {
            $sweeps = count($this->sweeps());
            $this->panel->group(5, [self::host(11, $memory)]);
            $this->cron(($minutes - 1) * self::MINUTE);
            self::assertCount($sweeps, $this->sweeps(), "not before {$minutes} minutes are over");

            $this->cron($minutes * self::MINUTE);
            self::assertCount($sweeps + 1, $this->sweeps());
            self::assertSame(intdiv($memory * 9, 10240), $this->quantity($product));
        }

        $sweeps = count($this->sweeps());
        $this->cron(16 * self::MINUTE);
        $this->cron(30 * self::MINUTE);
        self::assertCount($sweeps, $this->sweeps(), 'the termination causes no further look');
        self::assertSame(0, Capsule::table('mod_virtfusion_stock_look')->count());
    }

    public function testEachOfTwoTerminationsHasItsLooks(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->event('AfterModuleTerminate', $product);
        $this->inShop(self::later(3 * self::MINUTE, self::hookCode('AfterModuleTerminate', self::eventVars($product))));

        $looks = [];
        for ($minute = 4; $minute <= 40; $minute++) {
            $before = count($this->sweeps());
            $this->cron($minute * self::MINUTE + 30);
            if (count($this->sweeps()) > $before) {
                $looks[] = $minute;
            }
        }

        // The first of the two was looked after by the sweep of the second; minute 5 is two minutes after the second.
        self::assertSame([4, 5, 6, 9, 15, 18], $looks);
    }

    public function testAProductThatStayedUnknownInASweepIsLookedAtAgainAfterFiveMinutes(): void
    {
        $missed = $this->catalogue->product('missed', 3, 5, ['qty' => 4]);
        $known = $this->catalogue->product('known', 3, 6);
        $this->panel->fails(['path' => '/compute/hypervisors/groups/5/resources', 'kind' => 'status', 'code' => 503]);
        $this->recalculate();
        self::assertSame([4, 18], [$this->quantity($missed), $this->quantity($known)]);
        $this->panel->heals();

        $this->cron(4 * self::MINUTE);
        self::assertSame(4, $this->quantity($missed));
        $this->cron(5 * self::MINUTE);

        self::assertSame(9, $this->quantity($missed));
        self::assertCount(2, $this->sweeps());
    }

    public function testAProductThatNobodyCanReadIsLookedAtLessAndLessOften(): void
    {
        $this->catalogue->product('unreadable', 3, 5, ['qty' => 4]);
        $this->catalogue->product('known', 3, 6);
        $this->panel->fails(['path' => '/compute/hypervisors/groups/5/resources', 'kind' => 'status', 'code' => 503]);

        $looks = [];
        for ($minute = 0; $minute <= 300; $minute += 5) {
            $before = count($this->sweeps());
            $this->cron($minute * self::MINUTE);
            if (count($this->sweeps()) > $before) {
                $looks[] = $minute;
            }
        }

        self::assertSame([0, 5, 15, 35, 75, 155, 275], $looks);
    }

    public function testAnEventThatFindsThePanelSilentIsLookedAtAgainAfterFiveMinutes(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 20480)]);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 503]);
        $this->event('AfterModuleCreate', $product);
        self::assertSame(9, $this->quantity($product));
        $this->panel->heals();

        $this->cron(self::MINUTE);
        self::assertSame(9, $this->quantity($product), 'not at each run');
        $this->cron(5 * self::MINUTE);

        self::assertSame(18, $this->quantity($product));
    }

    public function testAPageThatCouldNotRefreshItsProductIsFollowedUpAfterFiveMinutes(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        Capsule::table('tblproducts')->update(['qty' => 7]);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 503]);
        $code = "run_hook('ClientAreaPageCart', ['pid' => {$product}]); return null;";
        $this->shop->php($this->php('virtfusion_direct.cache_dir=' . $this->folder()), $code);
        self::assertSame('package_unknown', $this->entry($product)->reason);
        $this->panel->heals();

        $this->cron(self::MINUTE);
        self::assertSame(7, $this->quantity($product), 'not at each run, however many pages show it');
        $this->cron(5 * self::MINUTE);

        self::assertSame(9, $this->quantity($product));
    }

    /**
     * @testWith [6144, 5, true]
     *     [512, 0, true]
     *     [7168, 6, false]
     */
    public function testWhileFewAreLeftTheCronLooksEveryTenMinutes(int $memory, int $left, bool $looks): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->product('many', 3, 6);
        $this->panel->group(5, [self::host(11, $memory)]);
        $this->recalculate();
        self::assertSame($left, $this->quantity($product));
        $this->panel->group(5, [self::host(11, 20480)]);

        $this->cron(8 * self::MINUTE, $this->folder());
        self::assertSame($left, $this->quantity($product));
        $this->cron(10 * self::MINUTE, $this->folder());
        self::assertSame($looks ? 18 : $left, $this->quantity($product));

        $this->cron(20 * self::MINUTE);
        self::assertCount($looks ? 2 : 1, $this->sweeps(), 'enough are left now');
    }

    public function testAProductWithoutStockControlThatIsSoldOutCausesNoLooks(): void
    {
        $off = $this->catalogue->product('off', 3, 5);
        $this->recalculate();
        Capsule::table('tblproducts')->where('id', $off)->update(['stockcontrol' => 0, 'qty' => 0]);
        $this->catalogue->product('VPS', 3, 6);
        $this->recalculate();

        $this->cron(10 * self::MINUTE);

        self::assertCount(2, $this->sweeps());
    }

    public function testAProductThatIsNewToStockControlIsReadByTheNextCronRun(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $new = $this->catalogue->product('new', 3, 6);

        $this->hook('AfterCronJob');
        $this->hook('AfterCronJob');

        self::assertSame(18, $this->quantity($new));
        self::assertCount(2, $this->sweeps());
    }

    public function testANewPackageOfAProductCountsWithinTheRequest(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->panel->package(4, self::package(['memory' => 2048]));
        $this->recalculate();

        $this->inShop("run_hook('ProductEdit', ['pid' => {$product}, 'servertype' => 'VirtFusionDirect', 'configoption2' => '4']);"
            . ' WHMCS\Database\Capsule::table("tblproducts")->update(["configoption2" => "4"]); return null;');

        self::assertSame(4, $this->quantity($product));
        self::assertFalse($this->isOwed());
    }

    /**
     * @testWith ["ProductEdit"]
     *     ["ServerEdit"]
     *     ["ServerDelete"]
     *     ["AddonModuleConfigSave"]
     */
    public function testAQuantityTypedByHandIsRightWithinTheRequestHoweverRecentTheLastEventIs(string $point): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->event('AfterModuleCreate', $product);

        for ($edit = 0; $edit < 2; $edit++) {
            $this->inShop("run_hook('{$point}', []); WHMCS\\Database\\Capsule::table('tblproducts')->update(['qty' => 77]); return null;");
            self::assertSame(9, $this->quantity($product));
        }

        self::assertCount(3, $this->sweeps());
        self::assertFalse($this->isOwed());
    }

    public function testAnEditOfAnotherModulesProductDoesNothing(): void
    {
        $this->catalogue->product('VPS', 3, 5);

        $this->hook('ProductEdit', ['pid' => 4711, 'servertype' => 'cpanel']);

        self::assertSame([], $this->sweeps());
        self::assertFalse($this->isOwed());
    }

    public function testAnEditThatOnlyAnotherSweepSawBeforeItWasWrittenIsStillRecalculated(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);

        $this->inShop("run_hook('ProductEdit', []); WHMCS\\Database\\Capsule::table('mod_virtfusion_stock_state')"
            . '->update(["settled" => WHMCS\Database\Capsule::raw("requested")]); return null;');

        self::assertSame(9, $this->quantity($product));
    }

    /** The cron's hook, with the addon's clock this many seconds ahead. */
    private function cron(int $seconds, ?string $cache = null): void
    {
        $settings = $cache === null ? [] : ["virtfusion_direct.cache_dir={$cache}"];
        $this->shop->php($this->php(...$settings), self::later($seconds, self::hookCode('AfterCronJob')));
    }

    /** An empty cache: the extension's clock is not moved. */
    private function folder(): string
    {
        $folder = "{$this->shop->root}/cache-" . bin2hex(random_bytes(4));
        mkdir($folder, 0700);

        return $folder;
    }
}
