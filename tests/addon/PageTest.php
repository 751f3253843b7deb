<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class PageTest extends ShopTestCase
{
    private const PAGE = '/admin/addonmodules.php?module=virtfusion_stock';
    private const ACTION = ['action' => 'stockRecalculate'];

    private Web $web;

    protected function setUp(): void
    {
        parent::setUp();
        $this->web = Web::serve($this->shop->root, $this->php());
        $this->web->signIn('admin');
    }

    protected function tearDown(): void
    {
        $this->web->stop();
        parent::tearDown();
    }

    public function testThePageShowsEveryStockControlledProductAndAsksNoPanel(): void
    {
        $this->catalogue->product('known', 3, 5);
        $this->catalogue->product('<script>alert(1)</script>', '', 5, ['qty' => 4]);
        $this->catalogue->product('without stock control', 3, 5, ['stockcontrol' => 0]);
        $this->recalculate();
        $this->panel->forgetRequests();

        $page = $this->web->get(self::PAGE);

        self::assertSame(200, $page->status);
        self::assertStringContainsString('known', $page->body);
        self::assertStringContainsString('just now', $page->body);
        self::assertStringContainsString('no_package', $page->body);
        self::assertStringContainsString('&lt;script&gt;alert(1)&lt;/script&gt;', $page->body);
        self::assertStringNotContainsString('<script>alert(1)', $page->body);
        self::assertStringNotContainsString('without stock control', $page->body);
        self::assertSame([], $this->panel->requests());
    }

    public function testAPostRecalculatesAndAnswersWithTheQuantities(): void
    {
        $known = $this->catalogue->product('known', 3, 5);
        $unknown = $this->catalogue->product('unknown', '', 5);

        $answer = $this->web->post(self::PAGE, self::ACTION + ['token' => $this->web->token]);

        self::assertSame(200, $answer->status);
        self::assertStringStartsWith('application/json', $answer->headers['content-type']);
        self::assertSame("{\"success\":true,\"data\":{\"{$known}\":9,\"{$unknown}\":null}}", $answer->body);
        self::assertSame(9, $this->quantity($known));
    }

    public function testWithoutProductsTheDataIsAnEmptyObject(): void
    {
        $answer = $this->web->post(self::PAGE, self::ACTION + ['token' => $this->web->token]);

        self::assertSame('{"success":true,"data":{}}', $answer->body);
    }

    public function testOtherMethodsAreRefused(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $token = $this->web->token;

        foreach (['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'] as $method) {
            $answer = $this->web->send(
                $method,
                self::PAGE . "&action=stockRecalculate&token={$token}",
                $method === 'PUT' ? self::ACTION : null,
                ["Origin: http://{$this->web->address}", 'Expect:'],
            );
            self::assertSame(405, $answer->status, $method);
            self::assertSame('POST', $answer->headers['allow']);
            if ($method !== 'HEAD') {
                self::assertFalse($answer->json()['success']);
            }
        }
        self::assertSame(4, $this->quantity($product));
        self::assertSame([], $this->panel->requests());
    }

    public function testAMissingOrWrongTokenIsRefused(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        foreach ([[], ['token' => ''], ['token' => str_repeat('0', 40)]] as $token) {
            $answer = $this->web->post(self::PAGE, self::ACTION + $token);
            self::assertSame(403, $answer->status);
            self::assertFalse($answer->json()['success']);
        }
        $inAddress = $this->web->post(self::PAGE . "&token={$this->web->token}", self::ACTION);
        self::assertSame(403, $inAddress->status, 'a token in the address is not one in the body');
        self::assertSame(4, $this->quantity($product));
        self::assertSame([], $this->panel->requests());
    }

    public function testAForeignOriginIsRefused(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $fields = self::ACTION + ['token' => $this->web->token];
        $address = $this->web->address;

        $foreign = [
            ['Origin: https://evil.example'],
            ['Origin: null'],
            ["Origin: http://{$address}.evil.example"],
            ["Origin: http://{$address}@evil.example"],
            ['Origin: http://127.0.0.1:1'],
            ['Origin: https://evil.example', "Referer: http://{$address}/admin/"],
            ["Referer: https://evil.example/?http://{$address}/"],
            [],
        ];
        foreach ($foreign as $headers) {
            $answer = $this->web->post(self::PAGE, $fields, $headers);
            self::assertSame(403, $answer->status, implode(' ', $headers));
            self::assertFalse($answer->json()['success']);
        }
        self::assertSame(4, $this->quantity($product));
        self::assertSame([], $this->panel->requests());
    }

    public function testARefererOfTheShopAndTheShopsConfiguredAddressAreItsOwn(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $fields = self::ACTION + ['token' => $this->web->token];
        $address = ['setting' => 'SystemURL', 'value' => 'https://shop.example/whmcs/'];
        Capsule::table('tblconfiguration')->insert($address);

        foreach (["Referer: http://{$this->web->address}/admin/x.php", 'Origin: https://shop.example'] as $header) {
            self::assertSame(200, $this->web->post(self::PAGE, $fields, [$header])->status, $header);
        }
    }

    public function testAnActionThatDoesNotExistIsRefused(): void
    {
        $answer = $this->web->post(self::PAGE, ['action' => 'dropEverything', 'token' => $this->web->token]);

        self::assertSame(405, $answer->status);
        self::assertFalse($answer->json()['success']);
    }

    public function testTheButtonRecalculatesAndShowsWhatWasFoundOut(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        $page = $this->web->post(self::PAGE, ['action' => 'recalculate', 'token' => $this->web->token]);

        self::assertSame(200, $page->status);
        self::assertStringContainsString('What was found out', $page->body);
        self::assertSame(9, $this->quantity($product));
    }

    public function testThePreviewShowsWhatWouldChangeAndWritesNothingAtAll(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $before = $this->everyTable();

        $page = $this->web->post(self::PAGE, ['action' => 'preview', 'token' => $this->web->token]);

        self::assertSame(200, $page->status);
        self::assertMatchesRegularExpression('~VPS</td>\s*<td>4</td>\s*<td>9</td>~', $page->body);
        self::assertSame(4, $this->quantity($product));
        self::assertSame($before, $this->everyTable());
    }

    public function testWithoutTheExtensionThePageSaysSoAndTouchesNothing(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $web = Web::serve($this->shop->root, $this->phpWithoutExtension());
        $web->signIn('admin');

        self::assertStringContainsString('extension virtfusion_direct is not loaded', $web->get(self::PAGE)->body);
        $answer = $web->post(self::PAGE, self::ACTION + ['token' => $web->token]);

        self::assertSame(503, $answer->status);
        self::assertStringContainsString('virtfusion_direct', $answer->json()['error']);
        self::assertSame(4, $this->quantity($product));
        $web->stop();
    }

    public function testAnAdminWithoutAccessToTheAddonReachesNothing(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->web->signIn('support');

        $answer = $this->web->post(self::PAGE, self::ACTION + ['token' => $this->web->token]);

        self::assertSame(403, $answer->status);
        self::assertSame(4, $this->quantity($product));
    }

    public function testAPageThatFailsIsAMessageAndOneLine(): void
    {
        Capsule::schema()->drop('tblproducts');

        $page = $this->web->get(self::PAGE);
        $action = $this->web->post(self::PAGE, self::ACTION + ['token' => $this->web->token]);

        self::assertSame(200, $page->status);
        self::assertStringContainsString('The activity log says why', $page->body);
        self::assertSame(500, $action->status);
        self::assertFalse($action->json()['success']);
        self::assertCount(2, $this->activity());
    }

    /** @return array<string, string> */
    private function everyTable(): array
    {
        $tables = array_map('current', array_map('get_object_vars', Capsule::select('SHOW TABLES')));

        return array_combine($tables, array_map(
            static fn (string $table): string => json_encode(Capsule::table($table)->get()),
            $tables,
        ));
    }
}
