<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** The tab "Groups" of the admin page. */
final class GroupTabTest extends ShopTestCase
{
    public function testItShowsWhatAGroupHasAndItsProductsAndAsksNoPanel(): void
    {
        $this->panel->group(5, [self::host(11, 10240, ['memory' => [10240, 4096]]), self::host(12, 20480), self::host(13, 99999, ['enabled' => false])]);
        $small = $this->catalogue->product('small <b>', 3, 5);
        $large = $this->catalogue->product('large', 4, 5);
        $this->panel->package(4, self::package(['memory' => 4096]));
        $this->recalculate();
        $this->panel->forgetRequests();

        $tab = $this->tab();

        self::assertSame([], $this->panel->requests());
        self::assertStringContainsString('Memory of Group 5: 4 GB of 30 GB used, 3 GB reserved by the buffer, 23 GB usable.', $tab);
        self::assertStringContainsString('3 hypervisors, 1 disabled', $tab);
        self::assertStringContainsString("#{$small} small &lt;b&gt;: 23", $tab);
        self::assertStringContainsString('For sale without hv-12', $tab);
        self::assertMatchesRegularExpression("~#{$large} large</a>.*?>5</td>.*?>5</td>.*?>1</td>~s", $tab, 'of 4 and 1, hv-12 has 4');
        self::assertStringContainsString('The number of each column falls by at most this', $tab);
        self::assertSame(['1', '4', '0', '1'], $this->cells($tab), 'a large one takes four small ones, a small one takes no large one');
        self::assertStringNotContainsString('small <b>', $tab);
    }

    public function testGroupsWithAFaultAreFirstAndSayWhatToDo(): void
    {
        $this->catalogue->product('sound', 3, 6);
        $this->catalogue->product('gone', 3, 44);
        $this->catalogue->product('unreadable', 3, 5);
        $this->panel->fails(['path' => '/compute/hypervisors/groups/5/resources', 'kind' => 'status', 'code' => 500]);
        $this->recalculate();

        $tab = $this->tab();

        preg_match_all('~>Group (\d+)</a>~', $tab, $order);
        self::assertSame('6', end($order[1]));
        self::assertStringContainsString('Group 44 does not exist and adds 0. <strong>What to do:</strong> Choose an existing', $tab);
        self::assertStringContainsString('Group 5 could not be read. <strong>What to do:</strong>', $tab);
        self::assertStringContainsString('<h3 id="vfs-picked">Group 6</h3>', $tab, 'the first without a fault');
        self::assertStringContainsString('<h3 id="vfs-picked">Group 44</h3>', $this->tab('1:44'));
        self::assertStringContainsString('<h3 id="vfs-picked">Group 6</h3>', $this->tab('"><script>'));
    }

    public function testAShortenedReportLeavesItsCellsOpenButNotTheNumberWithoutTheLargest(): void
    {
        $hosts = [];
        for ($n = 1; $n <= 260; $n++) {
            $hosts[] = self::host(1000 + $n, $n === 7 ? 20480 : 10240);
        }
        $this->panel->group(5, $hosts);
        $this->catalogue->product('one', 3, 5);
        $this->catalogue->product('two', 3, 5);
        $this->recalculate();

        $tab = $this->tab();

        self::assertSame(['?', '?', '?', '?'], $this->cells($tab));
        self::assertStringContainsString('its report was shortened', $tab);
        self::assertMatchesRegularExpression('~>2,349</td>\s*<td[^>]*>2,349</td>\s*<td[^>]*>2,331</td>~', $tab, '259 × 9 + 18, then without the 18');
    }

    public function testAddressesThatCountByHypervisorLeaveBothOpen(): void
    {
        $this->catalogue->product('one', 3, 5);
        $this->catalogue->product('two', 3, 5);
        $this->shop->php($this->php('virtfusion_direct.ipv4_pool=hypervisor'), self::ALL);

        self::assertStringContainsString('not known: addresses are counted by hypervisor', $this->tab());
    }

    public function testAnOrderOnTheLargestHypervisorLeavesTheNumberWithoutItOpen(): void
    {
        $product = $this->catalogue->product('one', 3, 5);
        [$order] = $this->catalogue->order([$product]);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s')]);
        $this->recalculate();

        self::assertStringContainsString('not known: orders are counted on it', $this->tab());
    }

    public function testAReportOfAnEarlierVersionAsksForARecalculation(): void
    {
        $product = $this->catalogue->product('one', 3, 5);
        $this->recalculate();
        $summary = json_decode($this->entry($product)->summary, true);
        unset($summary['groups'][0]['totals'], $summary['groups'][0]['largest']);
        Capsule::table('mod_virtfusion_stock')->update(['summary' => json_encode($summary)]);

        self::assertStringContainsString('No reading yet: recalculate first.', $this->tab());
    }

    public function testAShopWithoutProductsSaysSo(): void
    {
        self::assertStringContainsString('No product with stock control names a hypervisor group', $this->tab());
    }

    public function testItNeedsAsManyQueriesForManyProductsAsForTwo(): void
    {
        $this->catalogue->product('one', 3, 5);
        $this->catalogue->product('two', 3, 5);
        $this->recalculate();
        $few = $this->queries();
        for ($n = 0; $n < 60; $n++) {
            $this->catalogue->product("VPS {$n}", 3, 5 + $n % 2);
        }
        $this->recalculate();

        self::assertSame($few, $this->queries());
        self::assertLessThanOrEqual(8, $few);
    }

    private function queries(): int
    {
        return $this->inShop('$n = 0; WHMCS\Database\Capsule::connection()->listen(static function () use (&$n): void { $n++; });'
            . ' $_GET = ["view" => "groups"]; ob_start(); (new WHMCS\Module\Addon\VirtfusionStock\Admin\Page('
            . 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->serve([]); ob_end_clean(); return $n;');
    }

    private function tab(string $group = ''): string
    {
        $get = var_export(['view' => 'groups'] + ($group === '' ? [] : ['group' => $group]), true);

        return $this->inShop("\$_GET = {$get}; ob_start(); (new WHMCS\\Module\\Addon\\VirtfusionStock\\Admin\\Page("
            . 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->serve([]); return ob_get_clean();');
    }

    /** @return list<string> of the matrix */
    private function cells(string $tab): array
    {
        preg_match_all('~<td[^>]*>(.*?)</td>~s', explode('</table>', explode('<table class="table vfs-matrix">', $tab)[1] ?? '')[0], $cells);

        return array_map(static fn (string $cell): string => trim(strtok(strip_tags(str_replace('<span class="vfs-unseen">', '|', $cell)), '|')), $cells[1]);
    }
}
