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

    public function testTheOverviewShowsEveryStockControlledProductAndAsksNoPanel(): void
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
        self::assertStringContainsString('The product names no package', $page->body);
        self::assertStringContainsString('Choose a package on the product&#039;s Module Settings tab.', $page->body);
        self::assertStringContainsString('&lt;script&gt;alert(1)&lt;/script&gt;', $page->body);
        self::assertStringNotContainsString('<script>alert(1)', $page->body);
        self::assertStringNotContainsString('without stock control', $page->body);
        self::assertSame([], $this->panel->requests());
    }

    public function testThePageShowsTheCacheInUseAndWhyItIsNotShared(): void
    {
        $this->catalogue->product('known', 3, 5);
        $this->recalculate();

        $page = $this->web->get(self::PAGE)->body;
        self::assertMatchesRegularExpression('~The shared cache is LMDB in \S+, opened just now: 2 entries, \d+ kB\.~', $page);
        self::assertMatchesRegularExpression('~started counting \w[\w ]+: 0 hits, 0 misses, 0 answers awaited from another process, 0 requests~', $page);

        $this->web->stop();
        $this->web = Web::serve($this->shop->root, $this->php('virtfusion_direct.cache_dir=/dev/null'));
        $this->web->signIn('admin');
        $page = $this->web->get(self::PAGE)->body;
        self::assertMatchesRegularExpression('~not shared between PHP processes, so each process asks the panel itself: /dev/null[^<]+\.~', $page);
    }

    public function testNamesFromThePanelAreEscapedOnThePage(): void
    {
        $this->panel->group(5, [self::host(11, 10240, ['name' => "<script>alert(2)</script>\n\"'><img src=x>"])]);
        $this->panel->package(3, self::package(['name' => '</style><b>VPS</b>']));
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        $page = $this->web->get(self::PAGE . "&product={$product}")->body;
        self::assertStringContainsString('&lt;script&gt;alert(2)&lt;/script&gt;', $page);
        self::assertStringContainsString('&lt;/style&gt;&lt;b&gt;VPS&lt;/b&gt;', $page);
        foreach (['<script>alert', '<img', '<b>VPS'] as $markup) {
            self::assertStringNotContainsString($markup, $page . $this->web->get(self::PAGE)->body);
        }
    }

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

    public function testThePageWithoutTheExtensionSaysSoAndWritesNothing(): void
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

    public function testAnAdminWithoutAccessCanReachNoActionOrPage(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->web->signIn('support');

        $answer = $this->web->post(self::PAGE, self::ACTION + ['token' => $this->web->token]);

        self::assertSame(403, $answer->status);
        self::assertSame(4, $this->quantity($product));
    }

    public function testAFailingPageShowsAMessageAndIsLoggedOnce(): void
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

    public function testAProductsPageShowsItsSumAndEachHypervisorAndAsksNoPanel(): void
    {
        $hosts = [
            self::host(11, 10240),
            self::host(12, 1024, ['name' => '<b>"hv"</b>']),
            self::host(13, 4096, ['enabled' => false]),
        ];
        $this->panel->group(5, $hosts);
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->forgetRequests();

        $page = $this->web->get(self::PAGE . "&product={$product}")->body;

        self::assertStringContainsString('9 + 0 = 9, within 5,000 free IPv4', $page);
        self::assertStringContainsString('Memory of hv-11: 0 MB of 10 GB used, 1 GB reserved by the buffer, 9 GB'
            . ' usable; one more server needs 1 GB; 9 fit.', html_entity_decode($page));
        self::assertStringContainsString('0 fit, 921 MB usable, 103 MB short of one more', $page);
        self::assertStringContainsString('Disabled. Enable it on the panel', $page);
        self::assertStringContainsString('&lt;b&gt;&quot;hv&quot;&lt;/b&gt;', $page);
        self::assertStringNotContainsString('<b>', $page);
        self::assertSame([], $this->panel->requests());
    }

    public function testWhatIfUsesTheStoredReportAndAsksNoPanel(): void
    {
        $this->panel->package(3, self::package(['primaryStorageProfile' => 2]));
        $pool = ['enabled' => 1, 'storageType' => 2, 'units' => 'GB', 'max' => 1000, 'allocated' => 0, 'free' => 1000];
        $this->panel->group(5, [
            self::host(11, 10240, ['other' => [$pool], 'storage_type' => 1]),
            self::host(12, 20480, ['storage_type' => 2]),
        ]);
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['5|Here', '6|Gone', '99|Missing']);
        $this->panel->dropGroup(6);
        self::assertSame([$product => 27], $this->recalculate());
        $this->panel->forgetRequests();
        $page = self::PAGE . "&product={$product}&memory=1024&cpu=1&storage=10&buffer=";

        foreach ([['10', 27], ['0', 30], ['0&memory=512', 60], ['10&out[]=12', 9], ['50&storage=100', 15]] as [$query, $then]) {
            $answer = $this->web->get("{$page}{$query}")->body;
            self::assertStringContainsString("Then {$then} instead of 27", $answer, $query);
        }
        $refused = $this->web->get("{$page}101")->body;
        self::assertStringContainsString('Buffer in % must be a number from 0 to 100.', $refused);
        self::assertSame([], $this->panel->requests());
        self::assertSame(27, $this->quantity($product));
    }

    public function testWhatIfWithOverlappingAddressBlocksCountsNoAddressTwice(): void
    {
        $this->panel->group(5, [
            self::host(11, 10240, ['ipv4' => 4]),
            self::host(12, 20480, ['ipv4' => 6]),
            self::host(13, 10240, ['ipv4' => null]),
        ]);
        $product = $this->catalogue->product('VPS', 3, 5);
        $own = $this->php('virtfusion_direct.ipv4_pool=hypervisor');
        self::assertSame([$product => 15], array_map('intval', (array) $this->shop->php($own, self::ALL)));

        $page = $this->web->get(self::PAGE . "&product={$product}&memory=1024&cpu=1&storage=10&buffer=10")->body;

        self::assertStringContainsString('Then 15 instead of 15', $page);
        self::assertStringContainsString('36, capped by the addresses of each hypervisor → 15', $page);
    }

    public function testTheProgressOfARunningRecalculationIsShown(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->panel->latency(1500);
        $sweep = $this->start('$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
            . ' (new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep($shop))->all("test",'
            . ' (new WHMCS\Module\Addon\VirtfusionStock\Admin\Progress($shop->stateRow(), $shop->lock()))->note(...));'
            . ' return null;', 'virtfusion_direct.timeout=20');
        $seen = [];
        for ($n = 0; $n < 60 && !in_array(true, array_column($seen, 'running'), true); $n++) {
            usleep(50000);
            $seen[] = $this->web->get(self::PAGE . '&view=progress')->json()['data'];
        }
        $running = array_values(array_filter($seen, static fn (array $one): bool => $one['running']))[0];
        posix_kill($sweep->pid(), SIGKILL);
        $sweep->finish();
        $this->panel->latency(0);

        self::assertStringContainsString('Asking server #1', $running['words']);
        self::assertStringContainsString('0 of 1 products done', $running['words']);
        $after = $this->web->get(self::PAGE . '&view=progress')->json()['data'];
        self::assertSame([false, 'broken'], [$after['running'], $after['phase']]);
        $this->web->post(self::PAGE, ['action' => 'recalculate', 'token' => $this->web->token]);
        self::assertSame('ended', $this->web->get(self::PAGE . '&view=progress')->json()['data']['phase']);
        self::assertSame(9, $this->quantity($product));
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

    public function testAProductThatWasNotUpdatedShowsReasonAdviceAndSince(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 403]);
        $this->inShop("\$module = new VirtFusionDirect\Module('https://{$this->panel->hostname}/api/v1', 'any');"
            . ' $module->forgetPackage(3); return null;');
        $this->recalculate();
        $this->recalculate();
        Capsule::table('mod_virtfusion_stock')->update(['failing_since' => gmdate('Y-m-d H:i:s', time() - 7200)]);

        $page = $this->web->get(self::PAGE)->body;

        self::assertStringContainsString('data-attention="1"', $page);
        self::assertStringContainsString('failing for 2 hours, last attempt just now', $page);
        self::assertStringContainsString('Give the API token read access', $page);
    }

    public function testAQuantityUnconfirmedForThreeIntervalsIsShownAsOld(): void
    {
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $page = 'ob_start(); (new WHMCS\Module\Addon\VirtfusionStock\Admin\Page('
            . 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->serve([]); return ob_get_clean();';

        $fresh = $this->inShop(self::later(21000, $page));
        $old = $this->inShop(self::later(21601, $page));

        self::assertStringContainsString('5 hours ago', $fresh);
        self::assertStringNotContainsString('The quantity is out of date', $fresh);
        self::assertStringContainsString('6 hours ago', $old);
        self::assertStringContainsString('The quantity is out of date', $old);
    }

    public function testAPageOf500ProductsNeedsNoMoreQueriesThanOneOfASingleProduct(): void
    {
        $this->catalogue->product('VPS 1', 3, 5);
        $this->recalculate();
        [$queries, $bytes] = $this->rendered();

        for ($n = 2; $n <= 500; $n++) {
            $this->catalogue->product("VPS {$n}", 3, 5);
        }
        $this->recalculate();
        [$with500, $bytesWith500] = $this->rendered();

        self::assertLessThanOrEqual(10, count($queries), implode("\n", $queries));
        self::assertSame($queries, $with500);
        self::assertSame([], preg_grep('/`report`/', $with500), 'no report is read for the list');
        self::assertLessThan(1400, ($bytesWith500 - $bytes) / 499);
    }

    public function testAnUnlimitedProductIsShownAsUnlimited(): void
    {
        $free = ['cpu' => [0, 0], 'storage' => [0, 0], 'ipv4' => null];
        $this->panel->group(5, [self::host(11, 0, $free), self::host(12, 0, $free)]);
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        self::assertMatchesRegularExpression('~2,147,483,647</span>\s*<small[^>]*>no limit</small>~', $this->web->get(self::PAGE)->body);
        $page = $this->web->get(self::PAGE . "&product={$product}&buffer=20&memory=1024&cpu=1&storage=10")->body;
        self::assertStringContainsString('no limit, published as 2,147,483,647', $page);
        self::assertStringContainsString('Memory of hv-11: no quota, limits nothing.', $page);
        self::assertStringContainsString('Then no limit instead of no limit', $page);
    }

    public function testTheOverviewListsNotUpdatedThenFaultyThenSoldOutProducts(): void
    {
        $this->panel->group(6, [self::host(21, 512)]);
        $this->panel->package(4, self::package(['enabled' => false]));
        $names = ['available' => [3, 5], 'full' => [3, 6], 'disabled' => [4, 5], 'no package' => ['', 5]];
        foreach ($names as $name => [$package, $group]) {
            $this->catalogue->product($name, $package, $group);
        }
        $this->recalculate();

        $page = $this->web->get(self::PAGE)->body;

        preg_match_all('~>#\d+ ([^<]+)</a>~', $page, $shown);
        self::assertSame(['no package', 'disabled', 'full', 'available'], $shown[1]);
        self::assertMatchesRegularExpression('~4 products:\s*<strong[^>]*>1 not updated</strong>,\s*<strong>2 need attention</strong>,\s*2 sold out\.~', $page);
    }

    public function testAnUnusableSettingIsNamedWithTheValueUsedInstead(): void
    {
        $this->catalogue->setting('cart_deadline', '1,5 <b>s</b>');
        $this->catalogue->setting('largest_quantity', 'many');

        $page = html_entity_decode($this->web->get(self::PAGE)->body);

        self::assertStringContainsString('The setting "Cart deadline" has a value that cannot be used; 1.5 is used instead.', $page);
        self::assertStringContainsString('The setting "Largest quantity to publish" has a value that cannot be used, and counts as blank', $page);
        self::assertStringNotContainsString('<b>s</b>', $page);
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

    public function testAProductWithoutAReadingSaysSo(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->catalogue->option('Location', [$product], ['5', '6']);
        $this->panel->fails(['path' => '/compute/hypervisors/groups/6/resources', 'kind' => 'status', 'code' => 500]);
        $this->recalculate();

        $page = $this->web->get(self::PAGE . "&product={$product}")->body;

        self::assertStringContainsString('No reading has given a quantity yet.', $page);
        self::assertStringContainsString('9 + ? = ?', $page);
        self::assertStringContainsString('Last attempt: failed just now.', $page);
    }

    public function testAReportOfAnotherFormatIsIgnoredAndWrittenAgain(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $old = ['report' => '{"quantity": 9, "groups": [{"id": 5}]}', 'summary' => '[1]', 'state' => 'of/another/version'];
        Capsule::table('mod_virtfusion_stock')->update($old);

        self::assertStringContainsString('Computed', $this->web->get(self::PAGE)->body);
        $page = $this->web->get(self::PAGE . "&product={$product}");
        self::assertSame(200, $page->status);
        self::assertStringContainsString('no report of this product that this version can read', $page->body);
        self::assertSame([], $this->troubles());

        $this->recalculate();
        self::assertStringContainsString('9, within 5,000 free IPv4', $this->web->get(self::PAGE . "&product={$product}")->body);
    }

    /** @return array{list<string>, int} the queries that the overview costs, and its bytes */
    private function rendered(): array
    {
        return $this->inShop('$queries = []; WHMCS\Database\Capsule::connection()->listen('
            . 'static function ($query) use (&$queries) { $queries[] = $query->sql; });'
            . ' $_SERVER["REQUEST_METHOD"] = "GET"; ob_start();'
            . ' (new WHMCS\Module\Addon\VirtfusionStock\Admin\Page(WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->serve([]);'
            . ' return [$queries, strlen(ob_get_clean())];');
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
