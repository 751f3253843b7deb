<?php

/*
 * A shop that ran 1.0.0: its tables, its entries and its reports.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class UpgradeTest extends ShopTestCase
{
    private const LEDGER = 'CREATE TABLE mod_virtfusion_stock (product_id INT UNSIGNED NOT NULL, quantity BIGINT NULL, known_at DATETIME NULL,'
        . ' previous_quantity BIGINT NULL, changed_at DATETIME NULL, attempted_at DATETIME NULL, reason VARCHAR(40) NULL, error TEXT NULL,'
        . ' cause VARCHAR(40) NULL, failures INT NOT NULL DEFAULT 0, state VARCHAR(40) NULL, failing_since DATETIME NULL,'
        . ' summary LONGTEXT NULL, report LONGTEXT NULL, report_apart INT NOT NULL DEFAULT 0, PRIMARY KEY (product_id))';
    private const STATE = 'CREATE TABLE mod_virtfusion_stock_state (id INT UNSIGNED NOT NULL, requested BIGINT NOT NULL DEFAULT 0,'
        . ' settled BIGINT NOT NULL DEFAULT 0, blocked BIGINT NOT NULL DEFAULT 0, sweeps BIGINT NOT NULL DEFAULT 0, progress TEXT NULL,'
        . ' swept_at DATETIME NULL, PRIMARY KEY (id))';

    private const COUNTS = ['hypervisors' => 1, 'eligible' => 1, 'limited_by' => ['memory' => 1], 'skipped' => []];

    private int $ordered;
    private int $other;

    protected function setUp(): void
    {
        parent::setUp();
        $this->ordered = $this->catalogue->product('ordered', 3, 5, ['qty' => 9]);
        $this->other = $this->catalogue->product('other', 3, 6, ['qty' => 18]);
        [$order] = $this->catalogue->order([$this->ordered]);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s')]);
        Capsule::schema()->drop('mod_virtfusion_stock');
        Capsule::schema()->drop('mod_virtfusion_stock_state');
        Capsule::connection()->statement(self::LEDGER);
        Capsule::connection()->statement(self::STATE);
        foreach ([$this->ordered => [5, 9], $this->other => [6, 18]] as $product => [$group, $quantity]) {
            Capsule::table('mod_virtfusion_stock')->insert([
                'product_id' => $product,
                'quantity' => $quantity,
                'known_at' => '2026-11-24 10:00:00',
                'previous_quantity' => 3,
                'changed_at' => '2026-11-20 10:00:00',
                'attempted_at' => '2026-11-24 10:00:00',
                'reason' => 'ok',
                'state' => 'a1b2c3d4e5f60718/2147483647/1',
                'summary' => json_encode(['quantity' => $quantity, 'ipv4_required' => 1, 'ipv4_pool' => 'group', 'groups' => [[
                    'id' => $group, 'reason' => 'ok', 'quantity' => $quantity, 'fits' => $quantity, 'ipv4_fits' => 5000,
                    'limited_by' => 'hypervisors', 'ipv4_free' => 5000, 'counts' => self::COUNTS,
                ]]]),
                'report' => '{"product":1}',
            ]);
        }
        Capsule::table('mod_virtfusion_stock_state')->insert([
            'id' => 1, 'requested' => 41, 'settled' => 41, 'blocked' => 2, 'sweeps' => 77, 'swept_at' => '2026-11-24 10:00:00',
        ]);
    }

    public function testAnUpgradeAddsColumnsAndKeepsEveryValue(): void
    {
        $before = [$this->rows('mod_virtfusion_stock'), $this->rows('mod_virtfusion_stock_state')];

        $this->inShop('require_once ROOTDIR . "/modules/addons/virtfusion_stock/virtfusion_stock.php";'
            . ' virtfusion_stock_upgrade(["version" => "1.0.0"]); return null;');

        foreach (['mod_virtfusion_stock', 'mod_virtfusion_stock_state'] as $n => $table) {
            foreach ($this->rows($table) as $at => $row) {
                self::assertSame($before[$n][$at], array_intersect_key($row, $before[$n][$at]));
            }
        }
        self::assertSame([null, null], [$this->state()->moved_at, $this->state()->due_at]);
        self::assertSame([], $this->troubles());
    }

    public function testWithoutAnUpgradeTheFirstRecalculationAddsTheColumns(): void
    {
        self::assertSame([$this->ordered => 8, $this->other => 18], $this->recalculate());

        self::assertSame([41, 78], [(int) $this->state()->requested, (int) $this->state()->sweeps]);
        self::assertNotNull($this->state()->due_at);
        self::assertSame([], $this->troubles());
    }

    public function testACartPageAddsTheColumnsToo(): void
    {
        $this->hook('ClientAreaPageCart', ['pid' => $this->ordered]);

        self::assertSame(8, $this->quantity($this->ordered));
        self::assertSame([], $this->troubles());
    }

    public function testQuantitiesChangeByOrdersOnlyAndThePageSaysWhy(): void
    {
        $web = Web::serve($this->shop->root, $this->php());
        $web->signIn('admin');
        $page = '/admin/addonmodules.php?module=virtfusion_stock';
        $first = $web->get($page);
        $this->recalculate();
        $second = $web->get($page);
        $web->stop();

        self::assertSame([200, 200], [$first->status, $second->status], $this->errors());
        self::assertStringNotContainsString('for sale', $first->body);
        self::assertSame([8, 18], [$this->quantity($this->ordered), $this->quantity($this->other)]);
        self::assertStringContainsString('9 fit, 1 on order, 8 for sale', $second->body);
        self::assertSame(1, substr_count($second->body, ' for sale'));
        self::assertSame([9, 8], [(int) $this->entry($this->ordered)->previous_quantity, (int) $this->entry($this->ordered)->quantity]);
        self::assertSame('2026-11-20 10:00:00', $this->entry($this->other)->changed_at, 'unchanged');
    }

    public function testNewSettingsHaveTheirDefaults(): void
    {
        self::assertSame([30, 60], $this->inShop('$settings = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->settings();'
            . ' return [$settings->whole("hold_paid"), $settings->whole("hold_unpaid")];'));
    }

    /** @return list<array<string, mixed>> */
    private function rows(string $table): array
    {
        return array_map(static fn (object $row): array => get_object_vars($row), Capsule::table($table)->get()->all());
    }
}
