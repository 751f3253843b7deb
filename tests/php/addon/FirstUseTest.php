<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** A shop that the addon is new to. */
final class FirstUseTest extends ShopTestCase
{
    private const FIELDS = 'require_once ROOTDIR . "/modules/addons/virtfusion_stock/virtfusion_stock.php";'
        . ' return array_map(static fn ($field) => $field["Default"], virtfusion_stock_config()["fields"]);';
    private const PAGE = '/admin/addonmodules.php?module=virtfusion_stock';
    private const SENTENCE = 'only previews';

    private int $product;

    protected function setUp(): void
    {
        parent::setUp();
        $this->product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
    }

    public function testAFreshActivationComputesAndWritesNothing(): void
    {
        $answer = $this->activateFresh();

        self::assertStringContainsString('previews', $answer['description']);
        self::assertSame([$this->product => 9], $this->recalculate());
        $this->event('AfterModuleCreate', $this->product);
        $this->hook('ClientAreaPageCart', ['pid' => $this->product]);
        $this->inShop(self::later(8000, self::hookCode('AfterCronJob')));

        self::assertSame(4, $this->quantity($this->product));
        self::assertSame(9, $this->entry($this->product)->quantity);
        self::assertSame([], $this->troubles());
    }

    public function testItWritesOnceItsSettingsWereSaved(): void
    {
        $this->activateFresh();

        $this->hook('AddonModuleConfigSave');

        self::assertSame(9, $this->quantity($this->product), 'within the request');
        $this->panel->group(5, [self::host(11, 5120)]);
        $this->event('AfterModuleCreate', $this->product);
        self::assertSame(4, $this->quantity($this->product));
    }

    public function testTheSettingsOfAnotherAddonLetNothingBeWritten(): void
    {
        $this->activateFresh();

        $this->inShop('$_POST["fields"] = ["another_addon" => ["key" => "value"]];' . self::hookCode('AddonModuleConfigSave'));
        self::assertSame(4, $this->quantity($this->product));

        $this->inShop('$_POST["fields"] = ["virtfusion_stock" => ["accept_orders" => "on"]];' . self::hookCode('AddonModuleConfigSave'));
        self::assertSame(9, $this->quantity($this->product));
    }

    public function testThePageSaysSoAtTheTopAndItsButtonStartsWriting(): void
    {
        $this->activateFresh();
        $web = Web::serve($this->shop->root, $this->php());
        $web->signIn('admin');
        $before = $web->get(self::PAGE)->body;
        self::assertStringContainsString(self::SENTENCE, $before);
        self::assertLessThan(strpos($before, 'value="recalculate"'), strpos($before, self::SENTENCE));
        self::assertSame(403, $web->post(self::PAGE, ['action' => 'startWriting', 'token' => 'wrong'])->status);
        self::assertSame(200, $web->post(self::PAGE, ['action' => 'recalculate', 'token' => $web->token])->status);
        self::assertSame(4, $this->quantity($this->product));

        $after = $web->post(self::PAGE, ['action' => 'startWriting', 'token' => $web->token]);

        self::assertSame(200, $after->status);
        self::assertStringNotContainsString(self::SENTENCE, $after->body);
        self::assertStringNotContainsString(self::SENTENCE, $web->get(self::PAGE)->body);
        self::assertSame(9, $this->quantity($this->product));
        $web->stop();
    }

    public function testTheLargestQuantityIs999UntilASettingSaysOtherwise(): void
    {
        $this->panel->group(5, [self::host(11, 2048000, ['cpu' => [10000, 0]])]);
        $this->activateFresh();
        $this->hook('AddonModuleConfigSave');
        self::assertSame(999, $this->quantity($this->product));
        $this->shop->php($this->php('virtfusion_direct.cache_dir=' . $this->folder()), "run_hook('ClientAreaPageCart',"
            . " ['pid' => {$this->product}]); WHMCS\\Database\\Capsule::table('tblproducts')->update(['qty' => 5]); return null;");
        self::assertSame(999, $this->quantity($this->product), 'on a cart page too');

        $this->catalogue->setting('largest_quantity', '');
        self::assertSame([$this->product => 1800], $this->recalculate());
    }

    /**
     * @testWith ["plain", ""]
     *     ["stock", "on"]
     */
    public function testOrdersAreAcceptedByDefaultWhereTheHostModuleDoesSoItself(string $host, string $default): void
    {
        $this->shop->installHost($host);
        $this->activateFresh();
        $this->catalogue->setting('access', '1');
        [$order, [$service]] = $this->catalogue->order([$this->product]);

        $this->inShop("return localAPI('ModuleCreate', ['serviceid' => {$service}]);");

        self::assertSame($default === 'on' ? 'Active' : 'Pending', Capsule::table('tblorders')->where('id', $order)->value('status'));
        $defaults = $this->inShop(self::FIELDS);
        self::assertSame(
            [$default, '999', 'system'],
            [$defaults['accept_orders'], $defaults['largest_quantity'], $defaults['alert_mail']],
        );
    }

    public function testAnInstallationOfTheFirstVersionGoesOnWritingWithItsDefaults(): void
    {
        $this->panel->group(5, [self::host(11, 2048000, ['cpu' => [10000, 0]])]);
        Capsule::schema()->table('mod_virtfusion_stock_state', static function ($table): void {
            $table->dropColumn(['previewing', 'defaults', 'lacking_at', 'moved_at', 'due_at']);
        });
        Capsule::schema()->drop('mod_virtfusion_stock_look');
        $this->shop->installHost('plain');
        [$order, [$service]] = $this->catalogue->order([$this->product]);

        $this->inShop("return localAPI('ModuleCreate', ['serviceid' => {$service}]);");

        self::assertSame(1800, $this->quantity($this->product));
        self::assertSame('Active', Capsule::table('tblorders')->where('id', $order)->value('status'));
        $defaults = $this->inShop(self::FIELDS);
        self::assertSame(['on', ''], [$defaults['accept_orders'], $defaults['largest_quantity']]);
        self::assertSame([], $this->troubles());
    }

    public function testALaterActivationGoesOnWriting(): void
    {
        $this->inShop('return WhmcsStandIn\Modules::deactivate("virtfusion_stock");');

        $answer = $this->shop->activate($this->php());

        self::assertStringContainsString('now follow the panel', $answer['description']);
        self::assertSame([$this->product => 9], $this->recalculate());
        self::assertSame(9, $this->quantity($this->product));
    }

    /** @return array<string, string> */
    private function activateFresh(): array
    {
        foreach (Capsule::select("SHOW TABLES LIKE 'mod\\_virtfusion\\_stock%'") as $table) {
            Capsule::schema()->drop(current((array) $table));
        }
        $answer = $this->shop->activate($this->php());
        self::assertSame('success', $answer['status']);

        return $answer;
    }

    private function folder(): string
    {
        $folder = "{$this->shop->root}/another-cache";
        mkdir($folder, 0700);

        return $folder;
    }
}
