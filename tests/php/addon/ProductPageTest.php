<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** A product's page: its report, what if, and what was not read. */
final class ProductPageTest extends SignedInTestCase
{
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
}
