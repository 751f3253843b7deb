<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** The admin page's overview. */
final class PageTest extends SignedInTestCase
{
    private const ACTION = ['action' => 'stockRecalculate'];

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

    /** @return array{list<string>, int} the queries that the overview costs, and its bytes */
    private function rendered(): array
    {
        return $this->inShop('$queries = []; WHMCS\Database\Capsule::connection()->listen('
            . 'static function ($query) use (&$queries) { $queries[] = $query->sql; });'
            . ' $_SERVER["REQUEST_METHOD"] = "GET"; ob_start();'
            . ' (new WHMCS\Module\Addon\VirtfusionStock\Admin\Page(WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->serve([]);'
            . ' return [$queries, strlen(ob_get_clean())];');
    }
}
