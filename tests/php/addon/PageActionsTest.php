<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** The admin page's actions: what each does, and which requests are refused. */
final class PageActionsTest extends SignedInTestCase
{
    private const ACTION = ['action' => 'stockRecalculate'];

    public function testAPostRecalculatesAndReturnsTheQuantities(): void
    {
        $known = $this->catalogue->product('known', 3, 5);
        $unknown = $this->catalogue->product('unknown', '', 5);

        $answer = $this->web->post(self::PAGE, self::ACTION + ['token' => $this->web->token]);

        self::assertSame(200, $answer->status);
        self::assertStringStartsWith('application/json', $answer->headers['content-type']);
        self::assertSame("{\"success\":true,\"data\":{\"{$known}\":9,\"{$unknown}\":null}}", $answer->body);
        self::assertSame(9, $this->quantity($known));
    }

    public function testTheDataOfAShopWithoutProductsIsAnEmptyObject(): void
    {
        $answer = $this->web->post(self::PAGE, self::ACTION + ['token' => $this->web->token]);

        self::assertSame('{"success":true,"data":{}}', $answer->body);
    }

    public function testMethodsOtherThanPostAreRefused(): void
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

    public function testARequestWithoutAnOriginIsAcceptedIfTheBrowserSaysThatItIsTheShopsOwn(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $fields = self::ACTION + ['token' => $this->web->token];

        foreach ([[], ['Origin: null']] as $headers) {
            foreach (['same-origin' => 200, 'same-site' => 403, 'cross-site' => 403, 'none' => 403] as $site => $status) {
                $answer = $this->web->post(self::PAGE, $fields, [...$headers, "Sec-Fetch-Site: {$site}"]);
                self::assertSame($status, $answer->status, implode(' ', $headers) . $site);
            }
        }
        $foreign = $this->web->post(self::PAGE, $fields, ['Origin: https://evil.example', 'Sec-Fetch-Site: same-origin']);
        self::assertSame(403, $foreign->status, 'an origin that is named counts');
    }

    public function testARefusedFormIsAnsweredWithAPageThatSaysWhy(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $own = ["Origin: http://{$this->web->address}"];
        $refused = [
            [['Origin: null'], $this->web->token, 'Referrer-Policy'],
            [['Origin: https://evil.example'], $this->web->token, 'does not come from this shop'],
            [$own, str_repeat('0', 40), 'the token is missing or has expired'],
        ];

        foreach (['recalculate', 'preview', 'check'] as $action) {
            foreach ($refused as [$headers, $token, $why]) {
                $answer = $this->web->post(self::PAGE, ['action' => $action, 'token' => $token], $headers);
                self::assertSame(403, $answer->status);
                self::assertStringStartsWith('text/html', $answer->headers['content-type']);
                self::assertStringContainsString($why, $answer->body);
                $json = $this->web->post(self::PAGE, ['action' => $action, 'token' => $token, 'answer' => 'json'], $headers);
                self::assertStringContainsString($why, $json->json()['error']);
            }
        }
        self::assertSame(4, $this->quantity($product));
        self::assertSame([], $this->panel->requests());
    }

    public function testTheShopsRefererAndItsConfiguredAddressAreAccepted(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $fields = self::ACTION + ['token' => $this->web->token];
        $address = ['setting' => 'SystemURL', 'value' => 'https://shop.example/whmcs/'];
        Capsule::table('tblconfiguration')->insert($address);

        foreach (["Referer: http://{$this->web->address}/admin/x.php", 'Origin: https://shop.example'] as $header) {
            self::assertSame(200, $this->web->post(self::PAGE, $fields, [$header])->status, $header);
        }
    }

    public function testAnUnknownActionIsRefused(): void
    {
        $answer = $this->web->post(self::PAGE, ['action' => 'dropEverything', 'token' => $this->web->token]);

        self::assertSame(405, $answer->status);
        self::assertFalse($answer->json()['success']);
    }

    public function testTheButtonRecalculatesAndShowsTheResult(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        $page = $this->web->post(self::PAGE, ['action' => 'recalculate', 'token' => $this->web->token]);

        self::assertSame(200, $page->status);
        self::assertStringContainsString('id="vfs-result-title">Result<', $page->body);
        self::assertSame(9, $this->quantity($product));
    }

    public function testThePreviewShowsWhatWouldChangeAndWritesNothing(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $before = $this->everyTable();

        $page = $this->web->post(self::PAGE, ['action' => 'preview', 'token' => $this->web->token]);

        self::assertSame(200, $page->status);
        self::assertMatchesRegularExpression('~VPS</a></td>\s*<td[^>]*>4</td>\s*<td[^>]*>9</td>~', $page->body);
        self::assertSame(4, $this->quantity($product));
        self::assertSame($before, $this->everyTable());
    }

    public function testCheckPanelShowsTheExtensionsMessageAndWritesNothing(): void
    {
        $good = $this->web->post(self::PAGE, ['action' => 'check', 'server' => '1', 'token' => $this->web->token])->body;
        $this->panel->fails(['path' => '/compute/*', 'kind' => 'status', 'code' => 403]);
        $bad = $this->web->post(self::PAGE, ['action' => 'check', 'server' => '1', 'token' => $this->web->token])->body;
        $none = $this->web->post(self::PAGE, ['action' => 'check', 'server' => '7', 'token' => $this->web->token])->body;

        self::assertStringContainsString('answers, and the token may read what stock needs', $good);
        self::assertStringContainsString('may not read the compute part', $bad);
        self::assertStringContainsString('no enabled VirtFusion server with this number', $none);
        self::assertStringNotContainsString(Panel::TOKEN, $good . $bad . $none);
    }

    public function testTheButtonAndThePreviewBypassTheCache(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->package(3, self::package(['memory' => 512]));

        $preview = $this->web->post(self::PAGE, ['action' => 'preview', 'token' => $this->web->token])->body;
        self::assertMatchesRegularExpression('~VPS</a></td>\s*<td[^>]*>9</td>\s*<td[^>]*>18</td>~', $preview);
        $this->panel->package(3, self::package(['memory' => 256]));
        $this->web->post(self::PAGE, ['action' => 'recalculate', 'token' => $this->web->token]);

        self::assertSame(36, $this->quantity($product));
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
