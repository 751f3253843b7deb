<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class TakeOverTest extends ShopTestCase
{
    private const WHERE = '$class = new ReflectionClass("WHMCS\Module\Server\VirtFusionDirect\StockControl");'
        . ' return $class->getFileName();';
    private const THROUGH_HOST = 'use WHMCS\Module\Server\VirtFusionDirect\{Module, StockControl};'
        . ' return (new StockControl(new Module()))->recalculateAll();';

    private const THROUGH_HOST_ONLY = 'return (new WHMCS\Module\Server\VirtFusionDirect\StockControl())->recalculateAll();';

    /**
     * @testWith ["plain"]
     *     ["stock"]
     */
    public function testTheServerModulesCallersUseTheAddon(string $variant): void
    {
        $this->shop->installHost($variant);
        $product = $this->catalogue->product('VPS', 3, 5);

        self::assertSame([$product => 9], $this->inShop(self::THROUGH_HOST));
        self::assertSame(9, $this->quantity($product));
        self::assertStringContainsString('/virtfusion_stock/', $this->inShop(self::WHERE));
    }

    public function testTheClassExistsWithoutTheServerModule(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);

        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testTheClassHasTheServerModulesPublicInterface(): void
    {
        $methods = $this->inShop('$class = new ReflectionClass("WHMCS\Module\Server\VirtFusionDirect\StockControl");'
            . ' $parameter = static fn ($p) => $p->getName() . ($p->isOptional() ? "?" : "");'
            . ' return array_map(static fn ($m) => $m->getReturnType() . " " . $m->getName() . "("'
            . ' . implode(", ", array_map($parameter, $m->getParameters())) . ")",'
            . ' $class->getMethods(ReflectionMethod::IS_PUBLIC));');

        self::assertSame(
            [' __construct(module?)', 'array recalculateAll()', '?int recalculateForProduct(productId)'],
            $methods,
        );
    }

    public function testTheClassIsTakenOverWithoutTheExtensionTooAndTouchesNothing(): void
    {
        $this->shop->installHost('stock');
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        [$order, [$service]] = $this->catalogue->order([$product]);
        $php = $this->phpWithoutExtension();
        $one = 'use WHMCS\Module\Server\VirtFusionDirect\{Module, StockControl};'
            . " return (new StockControl(new Module()))->recalculateForProduct({$product});";

        self::assertStringContainsString('/virtfusion_stock/', $this->shop->php($php, self::WHERE));
        self::assertSame([], $this->shop->php($php, self::THROUGH_HOST));
        self::assertNull($this->shop->php($php, $one));
        $this->shop->php($php, "return localAPI('ModuleCreate', ['serviceid' => {$service}]);");
        $this->shop->php($php, self::hookCode('AfterCronJob'));
        $this->shop->php($php, self::hookCode('ClientAreaPageCart', ['pid' => $product]));

        self::assertSame(4, $this->quantity($product));
        self::assertNull($this->entry($product));
        self::assertSame('Pending', Capsule::table('tblorders')->where('id', $order)->value('status'));
        self::assertSame('', $this->errors());
    }

    public function testAPhpWithoutTheExtensionIsNamedInTheLogOnceADay(): void
    {
        $php = $this->phpWithoutExtension();
        $this->shop->php($php, self::THROUGH_HOST_ONLY);
        $this->shop->php($php, self::hookCode('AfterCronJob'));

        self::assertCount(1, $this->activity());
        self::assertStringContainsString('virtfusion_direct is not loaded in this PHP (' . PHP_VERSION . ', cli', $this->activity()[0]);
        self::assertStringContainsString(PHP_BINARY, $this->activity()[0]);

        $this->shop->php($php, self::later(86000, self::hookCode('AfterCronJob')));
        self::assertCount(1, $this->activity());
        $this->shop->php($php, self::later(86400 + 60, self::hookCode('AfterCronJob')));
        self::assertCount(2, $this->activity());
    }

    public function testWithTheAddonDeactivatedTheServerModulesClassIsUsed(): void
    {
        $this->shop->installHost('stock');
        $this->inShop('return WhmcsStandIn\Modules::deactivate("virtfusion_stock");');

        self::assertStringContainsString('/servers/VirtFusionDirect/', $this->inShop(self::WHERE));
    }

    public function testAServerModuleClassLoadedEarlierStaysAndHooksStillWork(): void
    {
        $this->shop->installHost('stock');
        $product = $this->catalogue->product('VPS', 3, 5);
        file_put_contents(
            "{$this->shop->root}/modules/servers/VirtFusionDirect/hooks.php",
            "<?php require_once __DIR__ . '/lib/Module.php'; require_once __DIR__ . '/lib/StockControl.php';",
        );
        $file = "{$this->shop->root}/configuration.php";
        file_put_contents($file, str_replace(
            'return array (',
            "return array (\n  'servers_first' => true,",
            (string) file_get_contents($file),
        ));

        self::assertStringContainsString('/servers/VirtFusionDirect/', $this->inShop(self::WHERE));
        $this->event('AfterModuleCreate', $product);
        self::assertSame(9, $this->quantity($product));
    }

    public function testBothPairsOfHooksAskThePanelOnceAndWriteOnce(): void
    {
        $this->shop->installHost('stock');
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        $this->event('AfterModuleCreate', $product);

        self::assertSame(9, $this->quantity($product));
        $paths = $this->panel->paths();
        self::assertSame(array_unique($paths), $paths);
        self::assertSame([1], array_column($this->sweeps(), 'updated'), 'one sweep for both');
    }

    public function testTheServerModulesAdminActionRunsTheAddon(): void
    {
        $this->shop->installHost('stock');
        $product = $this->catalogue->product('VPS', 3, 5);
        $web = Web::serve($this->shop->root, $this->php());
        $web->signIn('admin');

        $answer = $web->post('/modules/servers/VirtFusionDirect/admin.php', ['action' => 'stockRecalculate']);

        self::assertSame(200, $answer->status);
        self::assertSame(['success' => true, 'data' => [$product => 9]], $answer->json());
        self::assertSame(9, $this->quantity($product));
        $web->stop();
    }
}
