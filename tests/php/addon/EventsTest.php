<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class EventsTest extends ShopTestCase
{
    public function testEveryHookIsRegisteredOnceAndAtBothEndsWhereTheHostModuleHasItsOwn(): void
    {
        $registered = $this->inShop('return WhmcsStandIn\Hooks::registered();');

        ksort($registered);
        self::assertSame([
            'AddonModuleConfigSave' => 1,
            'AdminHomeWidgets' => 1,
            'AfterCronJob' => 1,
            'AfterModuleChangePackage' => 3,
            'AfterModuleChangePackageFailed' => 1,
            'AfterModuleCreate' => 4,
            'AfterModuleCreateFailed' => 2,
            'AfterModuleTerminate' => 3,
            'AfterModuleTerminateFailed' => 1,
            'AfterRegistrarRegistration' => 1,
            'AfterRegistrarTransfer' => 1,
            'AfterShoppingCartCheckout' => 2,
            'CancelOrder' => 1,
            'ClientAreaFooterOutput' => 1,
            'ClientAreaPageCart' => 3,
            'DailyCronJob' => 1,
            'DeleteOrder' => 1,
            'FraudOrder' => 1,
            'OrderPaid' => 1,
            'PendingOrder' => 1,
            'ProductEdit' => 1,
            'ServerDelete' => 1,
            'ServerEdit' => 1,
            'ServiceDelete' => 1,
            'ServiceEdit' => 1,
            'ShoppingCartValidateCheckout' => 1,
            'ShoppingCartValidateProductUpdate' => 1,
            'ShoppingCartValidateUpgrade' => 1,
        ], $registered);
    }

    /**
     * @testWith ["AfterModuleCreate"]
     *     ["AfterModuleTerminate"]
     *     ["AfterModuleChangePackage"]
     *     ["AfterModuleCreateFailed"]
     *     ["AfterModuleTerminateFailed"]
     *     ["AfterModuleChangePackageFailed"]
     */
    public function testAnEventUpdatesEveryProductWithTheNewCapacity(string $point): void
    {
        $moved = $this->catalogue->product('moved', 3, 5);
        $neighbour = $this->catalogue->product('neighbour', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 5120)]);

        $this->event($point, $moved);

        self::assertSame([4, 4], [$this->quantity($moved), $this->quantity($neighbour)]);
        self::assertFalse($this->isOwed());
    }

    public function testAnEventOfAnotherModuleDoesNothing(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);

        $this->event('AfterModuleCreate', $product, ['moduletype' => 'cpanel']);
        $this->hook('AfterModuleCreate', ['params' => 'nonsense']);
        $this->hook('AfterModuleTerminate');

        self::assertSame([], $this->panel->requests());
        self::assertSame(0, (int) $this->state()->requested);
    }

    public function testAfterAnEventEveryGroupIsAskedForAgain(): void
    {
        $this->panel->group(7, [self::host(41, 10240)]);
        $this->panel->group(8, [self::host(51, 10240)]);
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['5|Here', '6|There', ['optionname' => '7|Retired', 'hidden' => 1]]);
        $this->catalogue->product('elsewhere', 3, 8);
        $this->catalogue->product('in the retired location', 3, 7);
        $this->recalculate();
        $this->panel->forgetRequests();

        $this->event('AfterModuleTerminate', $product);

        $paths = array_values(array_unique($this->panel->paths()));
        sort($paths);
        self::assertSame([
            '/compute/hypervisors/groups/5/resources',
            '/compute/hypervisors/groups/6/resources',
            '/compute/hypervisors/groups/7/resources',
            '/compute/hypervisors/groups/8/resources',
        ], $paths);
    }

    public function testAPackageChangeDropsTheGroupsOfThePreviousProductToo(): void
    {
        $before = $this->catalogue->product('before', 3, 5);
        $after = $this->catalogue->product('after', 3, 6);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 5120)]);

        $this->event('AfterModuleChangePackage', $after);

        self::assertSame([4, 18], [$this->quantity($before), $this->quantity($after)]);
    }

    public function testAnEventOfAProductWithoutStockControlUpdatesTheOthers(): void
    {
        $off = $this->catalogue->product('off', 3, 5, ['stockcontrol' => 0, 'qty' => 7]);
        $on = $this->catalogue->product('on', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 5120)]);

        $this->event('AfterModuleCreate', $off);

        self::assertSame([7, 4], [$this->quantity($off), $this->quantity($on)]);
    }

    public function testAnEventOfAProductAddonDropsTheGroupsOfAllProducts(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 5120)]);

        $this->event('AfterModuleCreate', 4711, ['addonId' => 12]);

        self::assertSame(4, $this->quantity($product));
    }

    public function testThreeEventsCauseOneSweepNowAndOneByTheCron(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['5', '6']);

        $this->event('AfterModuleCreate', $product);
        self::assertSame(27, $this->quantity($product));
        self::assertFalse($this->isOwed());

        $this->panel->group(5, [self::host(11, 5120)]);
        $this->event('AfterModuleTerminate', $product);
        $this->panel->group(6, [self::host(21, 10240)]);
        $this->event('AfterModuleChangePackage', $product);
        self::assertCount(1, $this->sweeps());
        self::assertSame(27, $this->quantity($product));
        self::assertTrue($this->isOwed());

        $this->hook('AfterCronJob');
        self::assertCount(2, $this->sweeps(), 'although the two hours are not over');
        self::assertSame(13, $this->quantity($product));
        self::assertFalse($this->isOwed());

        $this->hook('AfterCronJob');
        self::assertCount(2, $this->sweeps(), 'nothing is owed any more');
    }

    public function testTheNextEventAfterTheLimitRunsThePendingSweep(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->event('AfterModuleCreate', $product);
        $this->panel->group(5, [self::host(11, 5120)]);
        $this->event('AfterModuleTerminate', $product);
        self::assertTrue($this->isOwed());

        $this->passEventLimit();
        $this->event('AfterModuleTerminate', $product);

        self::assertSame(4, $this->quantity($product));
        self::assertFalse($this->isOwed());
    }

    public function testTheLimitAppliesAcrossProcesses(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $code = self::hookCode('AfterModuleCreate', self::eventVars($product));

        $burst = array_map(fn (): object => $this->start($code), range(1, 8));
        foreach ($burst as $process) {
            $process->answer();
        }

        self::assertCount(1, $this->sweeps());
        $this->hook('AfterCronJob');
        self::assertFalse($this->isOwed());
        self::assertSame(9, $this->quantity($product));
    }

    public function testTheCronSweepsAfterItsInterval(): void
    {
        $this->catalogue->product('VPS', 3, 5);

        $this->hook('AfterCronJob');
        $this->hook('AfterCronJob');
        self::assertCount(1, $this->sweeps(), 'the first finds no sweep at all, the second a fresh one');

        $this->inShop(self::later(7100, self::hookCode('AfterCronJob')));
        self::assertCount(1, $this->sweeps());

        $this->inShop(self::later(7200, self::hookCode('AfterCronJob')));
        self::assertCount(2, $this->sweeps());
    }

    public function testTheCronIntervalSettingIsUsed(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->setting('cron_interval', '600');
        $this->hook('AfterCronJob');

        $this->inShop(self::later(600, self::hookCode('AfterCronJob')));

        self::assertCount(2, $this->sweeps());
    }

    public function testPreviewOnlyComputesQuantitiesAndWritesNone(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->catalogue->setting('preview_only', 'on');

        $this->event('AfterModuleCreate', $product);
        self::assertSame([$product => 9], $this->recalculate());

        self::assertSame(4, $this->quantity($product));
        self::assertSame(9, $this->entry($product)->quantity);
        self::assertSame([], $this->activity());
    }

    public function testNoSecretIsWrittenAnywhere(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->event('AfterModuleCreate', $product);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 401, 'body' => 'Bearer ' . Panel::TOKEN]);
        $this->passEventLimit();
        $this->event('AfterModuleTerminate', $product);

        self::assertCount(2, $this->sweeps());
        $written = $this->everythingWritten();
        self::assertStringNotContainsString(Panel::TOKEN, $written);
        self::assertStringNotContainsString('a-client-password', $written);
    }
}
