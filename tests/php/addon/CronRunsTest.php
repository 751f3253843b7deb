<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** How often the cron runs, with a moved clock, and how old a quantity may be before the page warns. */
final class CronRunsTest extends ShopTestCase
{
    private const HOUR = 3600;
    private const PERIOD = 'return WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->cronRuns()->period();';
    private const STALE = 'The quantity is out of date';

    public function testNoPeriodIsKnownBeforeTheSecondRun(): void
    {
        self::assertNull($this->inShop(self::PERIOD));
        $this->cronAt(0);
        self::assertNull($this->inShop(self::PERIOD));
        $this->cronAt(300);

        self::assertEqualsWithDelta(300, $this->inShop(self::PERIOD), 5);
    }

    public function testOneRunThatWasMissedAndOneByHandDoNotChangeThePeriod(): void
    {
        foreach ([0, 300, 600, 610, 900, 4500, 4800, 5100] as $second) {
            $this->cronAt($second);
        }

        self::assertEqualsWithDelta(300, $this->inShop(self::PERIOD), 5);
    }

    public function testOnlyTheLastRunsAreKept(): void
    {
        for ($n = 0; $n < 12; $n++) {
            $this->cronAt($n * 300);
        }

        self::assertCount(8, json_decode($this->state()->cron_runs, true));
    }

    public function testAQuantityIsNotOutOfDateBeforeTwoPeriodsOfTheCronHavePassed(): void
    {
        $this->catalogue->setting('cron_interval', '60');
        $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        self::assertStringContainsString(self::STALE, $this->pageAt(1800), 'nobody knows how often the cron runs');
        $now = time();
        Capsule::table('mod_virtfusion_stock_state')->update(['cron_runs' => json_encode([$now - 2 * self::HOUR, $now - self::HOUR, $now])]);

        self::assertStringNotContainsString(self::STALE, $this->pageAt(1800));
        self::assertStringNotContainsString(self::STALE, $this->pageAt(2 * self::HOUR - 60));
        self::assertStringContainsString(self::STALE, $this->pageAt(2 * self::HOUR + 60));
    }

    public function testAnUnreadableRecordOfRunsCountsAsNone(): void
    {
        Capsule::table('mod_virtfusion_stock_state')->update(['cron_runs' => '{"a": [']);

        self::assertNull($this->inShop(self::PERIOD));
        $this->cronAt(0);
        self::assertCount(1, json_decode($this->state()->cron_runs, true));
        self::assertSame([], $this->troubles());
    }

    private function cronAt(int $second): void
    {
        $this->inShop(self::later($second, self::hookCode('AfterCronJob')));
    }

    private function pageAt(int $second): string
    {
        return $this->inShop(self::later($second, 'ob_start(); (new WHMCS\Module\Addon\VirtfusionStock\Admin\Page('
            . 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->serve([]); return ob_get_clean();'));
    }
}
