<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

final class WidgetTest extends ShopTestCase
{
    private const DASHBOARD = '/admin/index.php';

    public function testTheWidgetListsSoldOutAndNotUpdatedProductsAndAsksNoPanel(): void
    {
        $this->panel->group(6, [self::host(21, 512)]);
        $this->catalogue->product('available', 3, 5);
        $this->catalogue->product('full', 3, 6);
        $this->catalogue->product('<script>alert(1)</script>', '', 5);
        $this->recalculate();
        $this->panel->forgetRequests();

        $page = $this->dashboard('admin', $this->php());

        self::assertStringContainsString('1 product sold out', $page);
        self::assertStringContainsString('full</a>: no room: memory on the only hypervisor', $page);
        self::assertStringContainsString('1 product not updated', $page);
        self::assertStringContainsString('&lt;script&gt;alert(1)&lt;/script&gt;</a>: the product names no package', $page);
        self::assertStringNotContainsString('<script>', $page);
        self::assertStringContainsString('Of 3 products with stock control', $page);
        self::assertStringContainsString('The last recalculation of all products ended just now.', $page);
        self::assertSame([], $this->panel->requests());
    }

    public function testAnAdminWithoutAccessSeesNoWidget(): void
    {
        $this->catalogue->product('VPS', 3, 5);

        self::assertStringNotContainsString('VirtFusion', $this->dashboard('support', $this->php()));
    }

    public function testTheWidgetReportsAMissingExtension(): void
    {
        $page = $this->dashboard('admin', $this->phpWithoutExtension());

        self::assertStringContainsString('extension virtfusion_direct is not loaded', $page);
    }

    /** @param list<string> $php */
    private function dashboard(string $admin, array $php): string
    {
        $web = Web::serve($this->shop->root, $php);
        $web->signIn($admin);
        $answer = $web->get(self::DASHBOARD);
        $web->stop();
        self::assertSame(200, $answer->status, $this->errors());

        return $answer->body;
    }
}
