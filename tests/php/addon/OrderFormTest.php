<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** The script in the footer of a configuration page. Group 5 is full, group 6 has room for 5, group 7 for 6. */
final class OrderFormTest extends ShoppingTestCase
{
    private int $product;
    private int $location;

    protected function setUp(): void
    {
        parent::setUp();
        $this->room(5, 0);
        $this->room(6, 5);
        $this->room(7, 6);
        $this->product = $this->product('VPS', 5);
        $this->location = $this->catalogue->option('Location', [$this->product], ['5|Here', '6|There', '7|Far', 'none', '99|Gone']);
        $this->recalculate();
        $this->panel->forgetRequests();
    }

    protected function tearDown(): void
    {
        self::assertSame([], $this->panel->requests(), 'a form asks no panel');
        parent::tearDown();
    }

    public function testSoldOutAndScarceLocationsAreMarkedFromTheLedger(): void
    {
        self::assertSame([
            $this->choice($this->location, '5|Here') => ['text' => 'sold out', 'sold' => true],
            $this->choice($this->location, '6|There') => ['text' => '5 left', 'sold' => false],
            $this->choice($this->location, '99|Gone') => ['text' => 'sold out', 'sold' => true],
        ], $this->marks());
    }

    /**
     * @testWith [{"filename": "cart", "templatefile": "viewcart"}]
     *     [{"filename": "index"}]
     *     [{}]
     */
    public function testOtherPagesAreLeftAlone(array $vars): void
    {
        self::assertSame('', $this->footer($vars + ['productinfo' => ['pid' => $this->product]]));
    }

    public function testTheProductIsFoundByItsLineToo(): void
    {
        $code = self::sessionCode([['pid' => '1 OR 1=1'], ['pid' => (string) $this->product]], 'one')
            . '$_REQUEST = ["a" => "confproduct", "i" => "1"]; return run_hook("ClientAreaFooterOutput", ["filename" => "cart"])[0];';

        self::assertStringContainsString('sold out', $this->inShop($code));
    }

    public function testTheSettingTurnsItOff(): void
    {
        $this->catalogue->setting('show_locations', '');

        self::assertSame('', $this->footer());
    }

    public function testAProductWithoutStockControlIsNotMarked(): void
    {
        Capsule::table('tblproducts')->update(['stockcontrol' => 0]);

        self::assertSame('', $this->footer());
    }

    public function testAnOldReportMarksNothing(): void
    {
        self::assertNotSame('', $this->inShop(self::later(110, $this->footerCode())));
        self::assertSame('', $this->inShop(self::later(122, $this->footerCode())));
    }

    public function testAReportThatIsNotForEveryOrderMarksNothing(): void
    {
        $package = $this->catalogue->option('Package', [$this->product], ['3|Small', '4|Large']);
        self::assertSame('', $this->footer(), 'another package may fit where this one does not');
        Capsule::table('tblproductconfiglinks')->where('gid', Capsule::table('tblproductconfigoptions')->where('id', $package)->value('gid'))->delete();

        $this->catalogue->option('Memory', [$this->product], ['1', '2']);
        self::assertNotSame('', $this->footer());
        $this->catalogue->setting('option_size', 'largest');
        self::assertSame('', $this->footer(), 'a smaller server may fit where the largest does not');
    }

    public function testAShopsOwnTextCannotLeaveTheScript(): void
    {
        $folder = "{$this->shop->root}/modules/addons/virtfusion_stock/lang/overrides";
        file_put_contents("{$folder}/english.php", '<?php return ["sold_out" => "</script><b>\'gone\'</b>"];');

        $footer = $this->footer();

        self::assertSame(1, substr_count($footer, '</script>'));
        self::assertStringNotContainsString('<b>', $footer);
        self::assertSame('</script><b>\'gone\'</b>', $this->marks()[$this->choice($this->location, '5|Here')]['text']);
    }

    public function testAFailureAddsNothingAndIsLogged(): void
    {
        Capsule::schema()->drop('tblproductconfigoptions');

        self::assertSame('', $this->footer());
        self::assertCount(1, $this->troubles());
    }

    /** @return array<int, array{text: string, sold: bool}> */
    private function marks(): array
    {
        self::assertSame(1, preg_match('~^<script>.*\}\)\s*\((\{.*\})\);</script>$~s', $this->footer(), $found));

        return json_decode($found[1], true);
    }

    /** @param array<string, mixed>|null $vars */
    private function footer(?array $vars = null): string
    {
        return $this->inShop($this->footerCode($vars));
    }

    /** @param array<string, mixed>|null $vars */
    private function footerCode(?array $vars = null): string
    {
        $vars ??= ['filename' => 'cart', 'templatefile' => 'configureproduct', 'productinfo' => ['pid' => $this->product]];

        return 'return run_hook("ClientAreaFooterOutput", ' . var_export($vars, true) . ')[0];';
    }
}
