<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class CheckoutTest extends ShoppingTestCase
{
    public function testACartThatFitsPasses(): void
    {
        $this->room(5, 2);
        $product = $this->product('VPS', 5);

        self::assertSame([], $this->checkout([['pid' => $product], ['pid' => $product]]));
        self::assertSame([], $this->activity());
    }

    public function testTwoLinesThatShareTheLastPlaceAreRefusedNamingTheSecond(): void
    {
        $this->room(5, 1);
        $small = $this->product('VPS S', 5);
        $other = $this->product('VPS <T>', 5);

        $errors = $this->checkout([['pid' => $small], ['pid' => $other]]);

        self::assertSame([
            'Item 2 in your cart (VPS &lt;T&gt;): There is no room for this server together with the items before it in your cart.',
        ], $errors);
    }

    public function testCopiesCountOneByOne(): void
    {
        $this->room(5, 2);
        $product = $this->product('VPS', 5, ['allowqty' => 1]);

        self::assertSame([], $this->checkout([['pid' => $product, 'qty' => '2']]));
        self::assertSame(
            ['Item 1 in your cart (VPS): Only 2 servers of this kind are available at the moment.'],
            $this->checkout([['pid' => $product, 'qty' => 3]]),
        );
    }

    public function testAQuantityThatIsOrderedAsOneServiceIsOneServer(): void
    {
        $this->room(5, 1);
        $product = $this->product('VPS', 5, ['allowqty' => 3]);

        self::assertSame([], $this->checkout([['pid' => $product, 'qty' => 7]]));
    }

    public function testAProductWithoutStockControlTakesRoomAndIsNeverRefused(): void
    {
        $this->room(5, 1);
        $controlled = $this->product('VPS', 5);
        $free = $this->product('free', 5, ['stockcontrol' => 0]);

        self::assertSame([], $this->checkout([['pid' => $free], ['pid' => $free], ['pid' => $free]], 'two'));
        $errors = $this->checkout([['pid' => $free], ['pid' => $controlled], ['pid' => $free]], 'two');
        self::assertCount(1, $errors);
        self::assertStringStartsWith('Item 2 in your cart (VPS): ', $errors[0]);
    }

    public function testOtherModulesProductsAreNoPartOfTheCheck(): void
    {
        $this->room(5, 1);
        $product = $this->product('VPS', 5);
        $other = $this->product('web space', 5, ['servertype' => 'cpanel']);

        self::assertSame([], $this->checkout([['pid' => $other], ['pid' => $other], ['pid' => $product]]));
    }

    public function testOpenOrdersTakeRoom(): void
    {
        $this->room(5, 2);
        $product = $this->product('VPS', 5);
        $this->inShop("WhmcsStandIn\\Orders::place([{$product}]); return null;");

        self::assertSame([], $this->checkout([['pid' => $product]]));
        self::assertCount(1, $this->checkout([['pid' => $product], ['pid' => $product]]));
    }

    public function testTheLargestMemoryThatFitsIsNamed(): void
    {
        $this->room(5, 20);
        $this->room(6, 100);
        $product = $this->product('VPS', 5);
        $memory = $this->catalogue->option('Memory', [$product], ['4|4 GB', '16|16 GB', '64|64 GB', '8192']);
        $location = $this->catalogue->option('Location', [$product], ['5|Frankfurt', '6|Paris']);
        $line = ['pid' => $product, 'configoptions' => [
            $memory => $this->choice($memory, '64|64 GB'),
            $location => $this->choice($location, '5|Frankfurt'),
        ]];

        self::assertSame([
            'Item 1 in your cart (VPS): 64 GB of memory is not available in Frankfurt at the moment. Up to 16 GB is.',
        ], $this->checkout([$line]));
    }

    public function testTheLocationsWithRoomAreNamedWhenNoSmallerSizeFits(): void
    {
        $this->room(5, 0);
        $this->room(6, 1);
        $this->room(7, 1);
        $product = $this->product('VPS', 5);
        $location = $this->catalogue->option('Location', [$product], ['5|Frankfurt', '6|Paris', '7|Oslo', 'nowhere']);
        $line = ['pid' => $product, 'configoptions' => [$location => (string) $this->choice($location, '5|Frankfurt')]];

        self::assertSame([
            'Item 1 in your cart (VPS): There is no room for this server in Frankfurt at the moment. Available in: Paris, Oslo.',
        ], $this->checkout([$line]));
    }

    public function testCoresStorageAddressesAndPackagesAreAdvisedToo(): void
    {
        $this->panel->group(5, [self::host(51, 4096, ['cpu' => [10, 0], 'storage' => [500, 0], 'ipv4' => 3])]);
        $this->panel->package(4, self::package(['memory' => 8192]));
        $product = $this->product('VPS', 5);
        $options = [
            'CPU Cores' => ['2', '12', 'Up to 2 can be chosen'],
            'Storage' => ['100', '900', 'Up to 100 GB is.'],
            'IPv4' => ['2', '5', 'Up to 2 can be chosen'],
            'Package' => ['3|Small', '4|Large', 'Large is not available at the moment. Available: Small.'],
        ];
        foreach ($options as $label => [$small, $large, $text]) {
            $option = $this->catalogue->option($label, [$product], [$small, $large]);
            $errors = $this->checkout([['pid' => $product, 'configoptions' => [$option => $this->choice($option, $large)]]]);
            self::assertStringContainsString($text, $errors[0] ?? "{$label} was not refused");
            Capsule::table('tblproductconfiglinks')->delete();
        }
    }

    public function testAQuantityOptionIsAdvisedToTheNumber(): void
    {
        $this->room(5, 20);
        $product = $this->product('VPS', 5);
        $memory = $this->catalogue->option('Memory', [$product], ['GB'], ['optiontype' => '4', 'qtyminimum' => 1, 'qtymaximum' => 64]);

        self::assertSame(
            ['Item 1 in your cart (VPS): 33 GB of memory is not available at the moment. Up to 20 GB is.'],
            $this->checkout([['pid' => $product, 'configoptions' => [$memory => '33']]]),
        );
        self::assertSame([], $this->checkout([['pid' => $product, 'configoptions' => [$memory => 20]]]));
    }

    /**
     * @testWith [{"Language": "german"}, "Artikel 1 in Ihrem Warenkorb (VPS): Für diesen Server ist derzeit kein Platz."]
     *     [{"uid": 1}, "Позиция 1 в вашей корзине (VPS): Сейчас нет места для этого сервера."]
     *     [{"uid": 2}, "Articolo 1 del carrello (VPS): Al momento non c’è posto per questo server."]
     *     [{"uid": "x"}, "Articolo 1 del carrello (VPS): Al momento non c’è posto per questo server."]
     *     [{"uid": 1, "Language": "polish"}, "Pozycja 1 w koszyku (VPS): Obecnie nie ma miejsca na ten serwer."]
     */
    public function testCustomersReadTheirLanguage(array $session, string $text): void
    {
        $this->room(5, 0);
        $product = $this->product('VPS', 5);
        Capsule::table('tblclients')->insert([['id' => 1, 'language' => 'russian'], ['id' => 2, 'language' => '']]);
        Capsule::table('tblconfiguration')->insert(['setting' => 'Language', 'value' => 'italian']);

        self::assertSame([$text], $this->checkout([['pid' => $product]], 'one', $session));
    }

    public function testAShopsOwnTextsAreUsed(): void
    {
        $this->room(5, 0);
        $product = $this->product('VPS', 5);
        $folder = "{$this->shop->root}/modules/addons/virtfusion_stock/lang/overrides";
        file_put_contents("{$folder}/english.php", '<?php return ["none" => "Sold <out>, sorry."];');

        self::assertSame(['Item 1 in your cart (VPS): Sold &lt;out&gt;, sorry.'], $this->checkout([['pid' => $product]]));
        file_put_contents("{$folder}/english.php", '<?php return [');
        self::assertSame(
            ['Item 1 in your cart (VPS): There is no room for this server at the moment.'],
            $this->checkout([['pid' => $product]]),
        );
        self::assertCount(1, preg_grep('/lang\/overrides/', $this->activity()));
    }

    public function testTheCheckCanBeTurnedOff(): void
    {
        $this->room(5, 0);
        $product = $this->product('VPS', 5);
        $this->catalogue->setting('check_orders', '');

        self::assertSame([], $this->checkout([['pid' => $product]]));
        self::assertSame([], $this->configure([['pid' => $product]], 0, []));
        self::assertSame([], $this->panel->requests());
        self::assertSame(0, Capsule::table('mod_virtfusion_stock_claim')->count());
    }

    public function testALineThatIsConfiguredIsCheckedAfterTheOthers(): void
    {
        $this->room(5, 5);
        $product = $this->product('VPS', 5);
        $memory = $this->catalogue->option('Memory', [$product], ['1', '2', '4', '8']);
        $small = ['pid' => $product, 'configoptions' => [$memory => $this->choice($memory, '1')]];
        $cart = [$small, $small, $small];

        self::assertSame([], $this->configure($cart, 0, ['configoption' => [$memory => (string) $this->choice($memory, '2')]]));
        self::assertSame(
            ['4 GB of memory is not available at the moment. Up to 2 GB is.'],
            $this->configure($cart, 0, ['configoption' => [$memory => (string) $this->choice($memory, '4')]]),
        );
        self::assertSame([], $this->configure($cart, 7, []), 'a line that is not there');
        self::assertSame([], $this->inShop('return run_hook("ShoppingCartValidateProductUpdate", [])[0];'));
    }

    public function testWhatIsSentIsReadFromTheRequestWhenTheHookHasNoVariables(): void
    {
        $this->room(5, 1);
        $product = $this->product('VPS', 5);
        $memory = $this->catalogue->option('Memory', [$product], ['1', '2']);
        $request = ['i' => '0', 'configoption' => [$memory => (string) $this->choice($memory, '2')]];

        $errors = $this->inShop(self::sessionCode([['pid' => $product]], 'one') . ' $_REQUEST = ' . var_export($request, true) . ';'
            . self::errorsCode('ShoppingCartValidateProductUpdate', []));

        self::assertSame(['2 GB of memory is not available at the moment. Up to 1 GB is.'], $errors);
    }

    public function testOnlyTheConfiguredLineIsRefused(): void
    {
        $this->room(5, 1);
        $product = $this->product('VPS', 5);
        $free = $this->product('free', 6, ['stockcontrol' => 0]);
        $cart = [['pid' => $product], ['pid' => $product], ['pid' => $free]];

        self::assertSame([], $this->configure($cart, 2, []));
        self::assertCount(1, $this->configure($cart, 0, []));
    }
}
