<?php

/*
 * What people see of orders that are not built yet: the page, the widget and the command line.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Orders;

final class OnOrderTest extends ShopTestCase
{
    private const PAGE = '/admin/addonmodules.php?module=virtfusion_stock';

    private Web $web;
    private int $product;

    protected function setUp(): void
    {
        parent::setUp();
        $this->web = Web::serve($this->shop->root, $this->php());
        $this->web->signIn('admin');
        $this->product = $this->catalogue->product('VPS', 3, 5);
    }

    protected function tearDown(): void
    {
        $this->web->stop();
        parent::tearDown();
    }

    public function testTheOverviewShowsWhatIsOnOrderBesideTheQuantity(): void
    {
        $this->catalogue->product('elsewhere', 3, 6);
        $this->sell($this->product);
        $this->sell($this->product);
        $this->recalculate();
        $this->panel->forgetRequests();

        $page = $this->text(self::PAGE);

        self::assertStringContainsString('On order', $page);
        self::assertStringContainsString('9 fit, 2 on order, 7 for sale', $page);
        self::assertSame(1, substr_count($page, ' for sale'), 'nothing is on order elsewhere');
        self::assertStringContainsString('Memory on the only hypervisor; 2 on order', $page);
        self::assertSame([], $this->panel->requests());
    }

    public function testAProductsPageListsTheOrdersThatTakeItsRoom(): void
    {
        $large = $this->catalogue->product('<b>large</b>', 4, 5, ['stockcontrol' => 0]);
        $option = $this->catalogue->option('Memory', [], ['2|2 GB', '64|64 GB']);
        $plain = $this->sell($this->product);
        $paid = $this->sell($large, 3 * 3600, 'Paid');
        $sized = $this->sell($this->product, 50 * 60);
        Orders::choose($sized, $option, '2|2 GB');
        $this->sell($this->catalogue->product('elsewhere', 3, 6));
        $this->recalculate();

        $page = $this->text(self::PAGE . "&product={$this->product}");

        self::assertStringContainsString('9 fit, 7 on order, 2 for sale', $page);
        self::assertStringContainsString("#{$plain} VPS #1 just now unpaid package 3, 1 address, group 5 1 ", $page);
        self::assertStringContainsString("#{$paid} <b>large</b> #2 3 hours ago paid package 4, 1 address, group 5 4 ", $page);
        self::assertMatchesRegularExpression(
            "/#{$sized} VPS #3 50 minutes ago takes no room any more in (9|10) minutes unpaid"
                . ' package 3, 2 GB memory, 1 address, group 5 2 /',
            $page,
        );
        self::assertStringNotContainsString('elsewhere', $page);
        self::assertStringNotContainsString('<b>large', $this->web->get(self::PAGE . "&product={$this->product}")->body);
    }

    public function testOrdersWithoutRoomAndThoseThatCannotBeBuiltAreNamedFirst(): void
    {
        $option = $this->catalogue->option('Memory', [], ['64|64 GB', 'much']);
        $this->sell($this->product);
        $paid = $this->sell($this->product, 0, 'Paid');
        $unpaid = $this->sell($this->product);
        Orders::choose($paid, $option, '64|64 GB');
        Orders::choose($unpaid, $option, '64|64 GB');
        $refused = $this->sell($this->product);
        Orders::choose($refused, $option, 'much');
        $gone = $this->sell($this->catalogue->product('gone', 44, 5, ['stockcontrol' => 0]));
        $this->recalculate();

        $body = $this->web->get(self::PAGE . "&product={$this->product}")->body;
        $page = self::plain($body);

        self::assertStringContainsString('9 fit, 1 on order, 8 for sale', $page);
        self::assertStringContainsString('0 paid, and nothing in group 5 has room for it', $page);
        self::assertStringContainsString('0 nothing in group 5 has room for it', $page);
        self::assertStringContainsString('cannot be built: package 44 is disabled on the panel or does not exist there', $page);
        self::assertStringContainsString('cannot be built: the product and the chosen options name no package', $page);
        self::assertSame(4, substr_count($body, '<strong class="vfs-bad vfs-below">'));
        preg_match_all('/<td role="cell" data-label="Service">#(\d+)/', $body, $services);
        self::assertSame([$paid, $unpaid, $refused, $gone, 1], array_map('intval', $services[1]));

        $home = $this->text('/admin/index.php');
        self::assertStringContainsString('5 orders are not built yet. 1 paid order has no room.', $home);
        $overview = $this->text(self::PAGE);
        self::assertStringContainsString('1 needs attention , 0 sold out. 2 orders have no room.', $overview);
        self::assertStringContainsString('9 fit, 1 on order, 8 for sale 2 orders without room', $overview);
    }

    public function testAnOrderThatTheLastReadingDoesNotKnowIsNotCountedYet(): void
    {
        $this->recalculate();
        $this->sell($this->product);

        $page = $this->text(self::PAGE . "&product={$this->product}");

        self::assertStringContainsString('group 5 not counted yet', $page);
    }

    public function testOrdersThatCannotBeReadAreSaidOnThePageAndTheDashboard(): void
    {
        Capsule::schema()->drop('tblorders');
        $this->recalculate();

        $page = $this->text(self::PAGE);
        self::assertStringContainsString('The orders that are not built yet could not be read: ', $page);
        $sentence = 'The orders that are not built yet cannot be read, so quantities are not updated.';
        self::assertStringContainsString($sentence, $this->text(self::PAGE . "&product={$this->product}"));
        self::assertStringContainsString($sentence, $this->text('/admin/index.php'));
    }

    public function testExplainListsTheOrdersOfEachGroup(): void
    {
        $option = $this->catalogue->option('Memory', [], ['64|64 GB']);
        $this->sell($this->product);
        Orders::choose($this->sell($this->product), $option, '64|64 GB');
        $this->sell($this->catalogue->product('gone', 44, 5, ['stockcontrol' => 0]));

        $stock = [...$this->php(), "{$this->shop->root}/modules/addons/virtfusion_stock/bin/stock"];
        exec(implode(' ', array_map('escapeshellarg', [...$stock, 'explain', (string) $this->product])), $lines, $code);
        $text = implode("\n", $lines);

        self::assertSame(0, $code, $text);
        self::assertStringContainsString('9 fit, 1 on order, 8 for sale', $text);
        self::assertStringContainsString('Service #1, package 3: counted on hypervisor #11, costs 1', $text);
        self::assertStringContainsString('Service #2, package 3: no hypervisor has room for it', $text);
        self::assertStringContainsString('Service #3, package 44: cannot be built', $text);

        exec(implode(' ', array_map('escapeshellarg', [...$stock, 'explain', (string) $this->product, '--json'])), $json);
        $report = json_decode(implode('', $json), true)['data']['report'];
        self::assertSame([9, 1, 8], [$report['fits'], $report['held'], $report['quantity']]);
        self::assertSame([1, 2, 3], array_column($report['groups'][0]['holds'], 'id'));
    }

    private function sell(int $product, int $age = 0, string $invoice = 'Unpaid'): int
    {
        [$order, [$service]] = $this->catalogue->order([$product]);
        $paid = Capsule::table('tblinvoices')->insertGetId(['status' => $invoice]);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s', time() - $age), 'invoiceid' => $paid]);

        return $service;
    }

    private function text(string $path): string
    {
        return self::plain($this->web->get($path)->body);
    }

    /** What a page says, without markup. */
    private static function plain(string $body): string
    {
        return trim((string) preg_replace('/\s+/', ' ', html_entity_decode(strip_tags(str_replace('<', ' <', $body)))));
    }

    /** @return array<string, mixed> */
    protected static function world(): array
    {
        $world = parent::world();
        $world['packages']['4'] = self::package(['memory' => 4096]);

        return $world;
    }
}
