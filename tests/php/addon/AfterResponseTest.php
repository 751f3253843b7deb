<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** What a page or an event causes, on the command line: it runs when the script is done. */
final class AfterResponseTest extends ShopTestCase
{
    /** Ends the request before the work after the response begins, as a fatal error in a shutdown function does. */
    private const DIES = 'register_shutdown_function(static function (): void { exit(1); });';

    public function testNothingIsAskedOfThePanelBeforeTheScriptIsDone(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);

        [$page, $event] = $this->inShop("run_hook('ClientAreaPageCart', ['pid' => {$product}]);"
            . ' $quantity = static fn () => WHMCS\Database\Capsule::table("tblproducts")->value("qty");'
            . ' $page = $quantity();'
            . self::fire('AfterModuleCreate', self::eventVars($product)) . ' return [$page, $quantity()];');

        self::assertSame([0, 0], [$page, $event]);
        self::assertSame(9, $this->quantity($product));
    }

    public function testARequestRecalculatesOnceHoweverManyHooksAskForIt(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $code = "run_hook('ClientAreaPageCart', ['pid' => {$product}]);";
        foreach (['AfterModuleCreate', 'AfterModuleTerminate', 'AfterModuleCreate'] as $point) {
            $code .= self::fire($point, self::eventVars($product));
        }

        $this->inShop("{$code} return null;");

        self::assertCount(1, $this->sweeps());
        self::assertSame(9, $this->quantity($product));
        self::assertFalse($this->isOwed());
        self::assertNull($this->entry($product)->owed_at);
    }

    public function testAnEventWhoseRequestDiesStaysOwedAndTheCronSettlesIt(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 5120)]);

        $this->dying(self::fire('AfterModuleCreate', self::eventVars($product)));
        self::assertTrue($this->isOwed());
        self::assertSame(9, $this->quantity($product));

        $this->hook('AfterCronJob');
        self::assertFalse($this->isOwed());
        self::assertSame(4, $this->quantity($product));
    }

    public function testAPageWhoseRequestDiesStaysOwedAndTheCronSettlesItOnce(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        Capsule::table('tblproducts')->update(['qty' => 1]);

        $this->dying("run_hook('ClientAreaPageCart', ['pid' => {$product}]);");
        self::assertNotNull($this->entry($product)->owed_at);
        self::assertSame(1, $this->quantity($product));

        $this->hook('AfterCronJob');
        self::assertSame(9, $this->quantity($product));
        self::assertNull($this->entry($product)->owed_at);

        $sweeps = count($this->sweeps());
        $this->hook('AfterCronJob');
        self::assertCount($sweeps, $this->sweeps());
    }

    public function testTheMarkOfAProductWithoutStockControlCausesNoSweep(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        Capsule::table('tblproducts')->update(['stockcontrol' => 0]);

        $this->dying("run_hook('ClientAreaPageCart', ['pid' => {$product}]);");
        $this->hook('AfterCronJob');

        self::assertCount(1, $this->sweeps());
    }

    public function testASilentPanelIsWaitedForUntilTheTimeOutAndNoLonger(): void
    {
        $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->catalogue->product('other', 3, 6, ['qty' => 4]);
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);
        $code = self::hookCode('AfterModuleCreate', self::eventVars(1));

        $took = $this->inShop('$began = hrtime(true); ' . str_replace('return null;', '', $code)
            . ' register_shutdown_function(static function () use ($began): void {'
            . ' file_put_contents(ROOTDIR . "/took", (hrtime(true) - $began) / 1e9); }); return (hrtime(true) - $began) / 1e9;');

        self::assertLessThan(1.5, $took, 'the time-out of the panel is 2 seconds');
        self::assertGreaterThan(1.9, (float) file_get_contents("{$this->shop->root}/took"), 'it was waited for afterwards');
        self::assertSame([4, 4], Capsule::table('tblproducts')->pluck('qty')->map('intval')->all());
    }

    public function testAPanelThatHangsLeavesTheOtherItsShareOfTheTime(): void
    {
        Panel::number(2)->holds(self::world());
        $server = $this->catalogue->server(Panel::number(2)->hostname, Panel::TOKEN);
        $group = $this->catalogue->serverGroup('second', [$server]);
        $hanging = $this->catalogue->product('hanging', 3, 5, ['qty' => 4]);
        $second = $this->catalogue->product('second', 3, 5, ['servergroup' => $group]);
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);

        $this->event('AfterModuleCreate', $hanging);

        self::assertSame([4, 9], [$this->quantity($hanging), $this->quantity($second)]);
    }

    public function testFunctionsThatTheHostingCompanyDisablesAreDoneWithout(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $disabled = 'disable_functions=ignore_user_abort,set_time_limit,session_status,session_write_close,flush,ob_end_flush';

        $this->shop->php($this->php($disabled), self::hookCode('AfterModuleCreate', self::eventVars($product)));

        self::assertSame(9, $this->quantity($product));
        self::assertSame('', $this->errors());
    }

    public function testWithoutShutdownFunctionsTheCronDoesTheWork(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 5120)]);

        $disabled = 'disable_functions=register_shutdown_function';
        $this->shop->php($this->php($disabled), self::hookCode('AfterModuleCreate', self::eventVars($product)));
        self::assertTrue($this->isOwed());

        $this->hook('AfterCronJob');
        self::assertSame(4, $this->quantity($product));
    }

    public function testAHostsHooksThatRunFirstWaitForTheResponseToo(): void
    {
        $this->shop->installHost('stock');
        $product = $this->catalogue->product('VPS', 3, 5);
        $file = "{$this->shop->root}/modules/servers/VirtFusionDirect/hooks.php";
        file_put_contents($file, str_replace([', 5, ', 'static function (array $vars): void {'], [', -5, ',
            'static function (array $vars): void { register_shutdown_function(static fn () => file_put_contents(ROOTDIR . "/asked", '
            . 'json_encode(WHMCS\Database\Capsule::table("mod_virtfusion_stock")->count())));'], (string) file_get_contents($file)));

        $this->event('AfterModuleCreate', $product);

        self::assertSame('0', file_get_contents("{$this->shop->root}/asked"), 'nothing was known when the host had asked');
        self::assertCount(1, $this->sweeps());
        self::assertSame(9, $this->quantity($product));
    }

    public function testAtMostTwoProcessesRefreshProductsForPages(): void
    {
        $products = [$this->catalogue->product('VPS', 3, 5), $this->catalogue->product('other', 3, 6)];
        $hold = '$limits = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->limits();';

        $this->inShop("{$hold} \$limits->acquire('pages:1', 60); return null;");
        $this->hook('ClientAreaPageCart', ['pid' => $products[0]]);
        self::assertSame([9, 0], array_map($this->quantity(...), $products));

        $this->inShop("{$hold} \$limits->acquire('pages:2', 60); return null;");
        $this->hook('ClientAreaPageCart', ['pid' => $products[1]]);
        self::assertSame(0, $this->quantity($products[1]));

        $this->inShop("{$hold} \$limits->release('pages:2'); return null;");
        $this->hook('ClientAreaPageCart', ['pid' => $products[1]]);
        self::assertSame(0, $this->quantity($products[1]), 'not at once: pages must not repeat what a panel that hangs keeps from them');
        $this->inShop("{$hold} for (\$wait = 0; \$wait < 100 && !\$limits->acquire('cart:{$products[1]}', 1); \$wait++) { usleep(100000); }"
            . " \$limits->release('cart:{$products[1]}'); return null;");
        $this->hook('ClientAreaPageCart', ['pid' => $products[1]]);
        self::assertSame(18, $this->quantity($products[1]), 'a page some seconds later does it');
    }

    /** @param array<string, mixed> $vars */
    private static function fire(string $point, array $vars): string
    {
        return "run_hook('{$point}', " . var_export($vars, true) . ');';
    }

    private function dying(string $code): void
    {
        $this->start(self::DIES . "{$code} return null;")->finish();
    }
}
