<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Shop;

/** WHMCS runs on servers in any SQL mode, and on databases older than utf8mb4. */
final class SqlModeTest extends ShopTestCase
{
    private const EVERYTHING = '$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest(); ob_start();'
        . ' (new WHMCS\Module\Addon\VirtfusionStock\Admin\Page($shop))->serve([]); ob_end_clean();'
        . ' (new WHMCS\Module\Addon\VirtfusionStock\Admin\Progress($shop->stateRow(), $shop->lock()))->end(); return null;';

    /**
     * @testWith [""]
     *     ["TRADITIONAL,ONLY_FULL_GROUP_BY,NO_UNSIGNED_SUBTRACTION,PAD_CHAR_TO_FULL_LENGTH"]
     *     ["ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES"]
     */
    public function testEverythingIsStoredInEverySqlMode(string $modes): void
    {
        parent::tearDown();
        $this->database = MariaDb::shared()->create();
        $this->buildShopOn([
            'charset' => 'utf8',
            'collation' => 'utf8_unicode_ci',
            'modes' => $modes === '' ? [] : explode(',', $modes),
        ] + Shop::mariadb(MariaDb::shared()->socket(), $this->database));
        $this->panel->group(5, [self::host(11, 10240, ['name' => "\u{1F600} \\ ' \" hv"])]);
        $product = $this->catalogue->product("Größe ' \\ VPS", 3, 5, ['qty' => 0]);
        $this->catalogue->option('Location', [$product], ['5', "6|It's \\ there"]);

        self::assertSame([$product => 27], $this->recalculate());
        $this->panel->group(5, [self::host(11, 5120)]);
        $this->event('AfterModuleTerminate', $product);
        $this->hook('ClientAreaPageCart', ['pid' => $product]);
        $this->inShop(self::EVERYTHING);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 503, 'body' => "\u{1F600} '"]);
        $this->passEventLimit();
        $this->event('AfterModuleTerminate', $product);
        $day = gmdate('Y-m-d', time() - 200 * 86400);
        foreach (["{$day} 10:00:00", "{$day} 11:00:00"] as $old) {
            Capsule::table('mod_virtfusion_stock_history')->insert(['product_id' => $product, 'at' => $old, 'published' => 1, 'reason' => 'ok']);
        }
        $this->inShop(self::hookCode('DailyCronJob'));
        $this->inShop(self::later(5, "\$_GET['product'] = '{$product}'; " . self::EVERYTHING));

        $history = Capsule::table('mod_virtfusion_stock_history')->orderBy('at')->pluck('reason', 'at')->all();
        self::assertSame("{$day} 11:00:00", array_key_first($history));
        self::assertContains('group_unknown', $history);
        self::assertSame(22, $this->quantity($product));
        self::assertSame(['group_unknown', 22, 1], [
            $this->entry($product)->reason, $this->entry($product)->quantity, $this->entry($product)->failures,
        ]);
        self::assertSame([], $this->troubles());
        self::assertStringContainsString('is available again: 0 -> 27', $this->activity()[0]);
    }
}
