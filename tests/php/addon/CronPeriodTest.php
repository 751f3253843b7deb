<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

/** A quantity is out of date by how often the cron really runs, with a moved clock. */
final class CronPeriodTest extends ShopTestCase
{
    private const PAGE = 'ob_start(); (new WHMCS\Module\Addon\VirtfusionStock\Admin\Page('
        . 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->serve([]); return ob_get_clean();';

    protected function setUp(): void
    {
        parent::setUp();
        $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->setting('cron_interval', '60');
    }

    public function testWithAnIntervalShorterThanTheCronsTheQuantityIsNotOldBetweenItsRuns(): void
    {
        $this->cron(0);
        $this->cron(300);

        self::assertFalse($this->isOld(599), 'just before the next run');
        self::assertFalse($this->isOld(1199), 'after a missed run');
        self::assertTrue($this->isOld(1210), 'after three');
    }

    public function testBeforeTwoRunsWereSeenTheIntervalCounts(): void
    {
        $this->cron(0);

        self::assertFalse($this->isOld(170));
        self::assertTrue($this->isOld(190));
    }

    public function testARunByHandMakesNothingOldBeforeTheNextRun(): void
    {
        $this->cron(0);
        $this->cron(300);
        $this->cron(305);

        self::assertFalse($this->isOld(599));
    }

    public function testThePeriodFollowsTheCron(): void
    {
        foreach ([[0, null], [300, 300], [3900, 3600], [4200, 1950], [4500, 1125], [4800, 713], [5100, 507], [5400, 404], [5700, 352]] as [$at, $period]) {
            $this->cron($at);
            self::assertEqualsWithDelta($period, $this->state()->cron_period, 5, "at {$at}");
        }
    }

    public function testAClockThatWentBackChangesNoPeriod(): void
    {
        $this->cron(600);
        $this->cron(900);
        $this->cron(0);
        self::assertEqualsWithDelta(300, $this->state()->cron_period, 5);
        $this->cron(300);
        self::assertEqualsWithDelta(300, $this->state()->cron_period, 5);
    }

    private function cron(int $seconds): void
    {
        $this->inShop(self::later($seconds, self::hookCode('AfterCronJob')));
    }

    private function isOld(int $seconds): bool
    {
        $page = $this->inShop(self::later($seconds, self::PAGE));
        self::assertStringContainsString('VPS', $page);

        return str_contains($page, 'The quantity is out of date');
    }
}
