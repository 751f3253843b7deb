<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** Alerts about what an admin has to do: products that are not updated, paid orders that are not built, refused creations. */
final class AlertTroubleTest extends WatchedShopTestCase
{
    private const UNAVAILABLE = ['path' => '*', 'kind' => 'status', 'code' => 503];

    protected function setUp(): void
    {
        parent::setUp();
        Capsule::table('tblservers')->update(['name' => 'panel']);
    }

    public function testAProductIsReportedAfterHalfAnHourWithoutAReadingAndOnceADayWhileThatLasts(): void
    {
        $product = $this->product();
        $this->runs([10]);
        $this->panel->fails(self::UNAVAILABLE);
        foreach ([10, 20, 30, 39] as $minute) {
            $this->cron($minute * self::MINUTE);
        }
        self::assertSame([], $this->subjects());

        $this->cron(40 * self::MINUTE + 5);

        $subject = 'VirtFusion Stock: 1 product not updated: the panel answered with an error (server #1 panel)';
        self::assertSame([$subject], $this->subjects());
        self::assertStringContainsString("#{$product} VPS: not updated for 30 minutes; its quantity stays as it is", $this->mails()[0]['custommessage']);
        $this->cron(24 * self::HOUR);
        self::assertCount(1, $this->subjects());
        $this->cron(25 * self::HOUR);
        self::assertSame([$subject, $subject], $this->subjects());
        self::assertSame(10, $this->quantity($product));
    }

    public function testTheMinutesAreASettingAndAProductThatWasReadMeanwhileIsNotReported(): void
    {
        $this->catalogue->setting('alert_unknown', '60');
        $this->product();
        foreach ([0, 31, 100] as $minute) {
            $this->panel->fails(self::UNAVAILABLE);
            $this->cron($minute * self::MINUTE);
            $this->cron(($minute + 29) * self::MINUTE);
            $this->panel->heals();
            $this->runs([10], ($minute + 30) * self::MINUTE);
        }

        self::assertSame([], $this->subjects());
    }

    public function testProductsThatOnePanelsFailureStopsAreOneMessage(): void
    {
        $ids = [$this->product('one', 5), $this->product('two', 6), $this->product('nowhere', 5, ['configoption2' => ''])];
        $this->panel->fails(self::UNAVAILABLE);

        foreach ([0, 10, 20, 31] as $minute) {
            $this->cron($minute * self::MINUTE);
        }

        $subjects = $this->subjects();
        sort($subjects);
        self::assertSame([
            'VirtFusion Stock: 1 product not updated: the product names no package (server #1 panel)',
            'VirtFusion Stock: 2 products not updated: the panel answered with an error (server #1 panel)',
        ], $subjects);
        self::assertCount(3, $ids);
    }

    public function testACronThatHasLostTheExtensionIsReported(): void
    {
        $receiver = $this->receiver();
        $this->catalogue->setting('cron_interval', '3600');
        $this->product();
        $this->runs([10]);
        foreach ([60, 120, 179] as $minute) {
            $this->shop->php($this->phpWithoutExtension(), self::later($minute * self::MINUTE, self::hookCode('AfterCronJob')));
        }
        self::assertSame([], $this->subjects());

        $this->shop->php($this->phpWithoutExtension(), self::later(181 * self::MINUTE, self::hookCode('AfterCronJob')));

        self::assertSame(['VirtFusion Stock: 1 product not updated: nothing was recalculated'], $this->subjects());
        $error = Capsule::table('mod_virtfusion_stock_channel')->where('channel', 'webhook')->value('error');
        self::assertStringContainsString('the PHP extension is missing', $error);
        $this->cron(182 * self::MINUTE);
        self::assertSame(['not_updated'], $receiver->events());
    }

    public function testAPaidOrderWithoutRoomIsReportedAtOnceAndADayLaterIfItIsStillThere(): void
    {
        $product = $this->product();
        $service = $this->sell($product, 0);

        $this->runs([0]);

        $subject = 'VirtFusion Stock: 1 paid order not built: no hypervisor has room in group 5 (server #1 panel)';
        self::assertSame([$subject], $this->subjects());
        $line = "Service #{$service} of order #1, #{$product} VPS: ordered less than a minute ago";
        self::assertStringContainsString($line, $this->mails()[0]['custommessage']);
        $this->runs([1, 0], self::HOUR);
        self::assertSame(1, count(array_keys($this->subjects(), $subject, true)), 'it had room for a moment');
        $this->runs([0], 25 * self::HOUR);
        self::assertSame(2, count(array_keys($this->subjects(), $subject, true)));

        Capsule::table('tblhosting')->update(['domainstatus' => 'Active']);
        $this->runs([0], 26 * self::HOUR);
        self::assertSame(0, Capsule::table('mod_virtfusion_stock_alert')->where('subject', 'like', 'order/%')->count());
    }

    public function testOrdersThatWaitInOneGroupAreOneMessageWithTheirFieldsForPrograms(): void
    {
        $receiver = $this->receiver();
        $product = $this->product();
        $services = [$this->sell($product, 0), $this->sell($product, 0)];

        $this->runs([0]);

        self::assertCount(1, $receiver->accepted());
        [$message] = $receiver->accepted();
        self::assertSame('order_without_room', $message['event']);
        self::assertSame($services, array_column($message['orders'], 'service'));
        self::assertSame(['no_room', 'no_room'], array_column($message['orders'], 'problem'));
        self::assertSame('order_no_room', $message['causes'][0]['kind']);
    }

    /**
     * @testWith [86000, "Paid", 10, null]
     *     [86500, "Paid", 10, "waiting for more than a day in group 5"]
     *     [86500, "Unpaid", 0, null]
     *     [60, "Unpaid", 0, null]
     *     [60, null, 0, "no hypervisor has room in group 5"]
     */
    public function testWhichOrdersAreReported(int $age, ?string $invoice, int $room, ?string $reported): void
    {
        $this->sell($this->product(), $age, $invoice);

        $this->runs([$room]);

        $expected = $reported === null ? [] : ["VirtFusion Stock: 1 paid order not built: {$reported} (server #1 panel)"];
        self::assertSame($expected, $this->subjects());
    }

    public function testAnOrderThatThePanelCannotBuildIsReportedAtOnce(): void
    {
        $this->panel->package(4, self::package(['enabled' => false]));
        $this->product();
        $this->sell($this->product('disabled', 5, ['configoption2' => '4']), 60);
        $this->sell($this->product('without', 5, ['configoption2' => '']), 60);

        $this->runs([10]);

        $subjects = $this->subjects();
        sort($subjects);
        self::assertSame([
            'VirtFusion Stock: 1 paid order not built: the order names no package or no group that the panel takes in group 5 (server #1 panel)',
            'VirtFusion Stock: 1 paid order not built: the package is disabled or does not exist in group 5 (server #1 panel)',
        ], $subjects);
    }

    public function testWhatIsNotKnownOfAnOrderIsNotReported(): void
    {
        $this->sell($this->product(), 60);
        $this->panel->fails(self::UNAVAILABLE);

        $this->cron(0);
        $this->cron(10 * self::MINUTE);

        self::assertSame([], $this->subjects());
    }

    public function testOrdersOfProductsWithoutStockControlAreNotReported(): void
    {
        $this->product();
        $this->sell($this->product('off', 5, ['stockcontrol' => 0]), 60);

        $this->runs([0]);

        self::assertSame([], $this->subjects());
    }

    public function testARefusedCreationIsReportedAtOnceAndNotAgainForADay(): void
    {
        $product = $this->product();
        $this->runs([10]);
        $this->event('AfterModuleCreateFailed', $product, ['serviceid' => 1]);
        $this->event('AfterModuleCreateFailed', $product, ['serviceid' => 2]);

        $this->runs([10], 60);

        $subject = 'VirtFusion Stock: :n not created: the panel refused although stock was above zero (server #1 panel)';
        self::assertSame([strtr($subject, [':n' => '2 servers'])], $this->subjects());
        self::assertStringContainsString("#{$product} VPS: refused 2, last 1 minute ago, with 10 for sale", $this->mails()[0]['custommessage']);
        $this->inShop(self::later(self::HOUR, self::hookCode('AfterModuleCreateFailed', self::eventVars($product, ['serviceid' => 3]))));
        $this->runs([10], 2 * self::HOUR);
        self::assertCount(1, $this->subjects());
        $this->runs([10], 25 * self::HOUR);
        self::assertSame(strtr($subject, [':n' => '1 server']), $this->subjects()[1] ?? null);
        $this->runs([10], 50 * self::HOUR);
        self::assertCount(2, $this->subjects());
    }

    public function testACreationThatFailsWithoutStockIsNoRefusal(): void
    {
        $product = $this->product();
        $this->runs([0]);
        $this->event('AfterModuleCreateFailed', $product, ['serviceid' => 1]);

        $this->runs([10, 10], 60);

        self::assertSame([], $this->subjects());
    }

    public function testWhilePreviewingNothingIsReported(): void
    {
        $this->catalogue->setting('preview_only', 'on');
        $product = $this->product();
        $this->sell($product, 60);
        $this->runs([0]);
        $this->panel->fails(self::UNAVAILABLE);

        $this->cron(20 * self::MINUTE);
        $this->cron(60 * self::MINUTE);

        self::assertSame([], $this->subjects());
    }

    public function testAlertsThatBreakOffStopNeitherTheCronNorTheRecalculation(): void
    {
        $product = $this->product();
        $this->room(5, 7);
        Capsule::statement('CREATE TABLE mod_virtfusion_stock_alert_was LIKE mod_virtfusion_stock_alert');
        Capsule::statement('DROP TABLE mod_virtfusion_stock_alert');
        Capsule::statement('CREATE VIEW mod_virtfusion_stock_alert AS SELECT 1 AS subject, 2 AS readings');

        $this->shop->php($this->php(...$this->settings()), self::later(0, self::hookCode('AfterCronJob')));

        self::assertSame(7, $this->quantity($product));
        self::assertCount(1, $this->troubles());
        self::assertStringStartsWith('VirtFusion Stock: looking for what to alert of failed: ', $this->troubles()[0]);
    }

    /** A service that is ordered, not built and, unless its invoice says otherwise, paid. */
    private function sell(int $product, int $age, ?string $invoice = 'Paid'): int
    {
        [$order, [$service]] = $this->catalogue->order([$product]);
        $invoice = $invoice === null ? 0 : Capsule::table('tblinvoices')->insertGetId(['status' => $invoice]);
        $date = date('Y-m-d H:i:s', time() - $age);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => $date, 'invoiceid' => $invoice]);
        Capsule::table('tblhosting')->where('id', $service)->update(['regdate' => substr($date, 0, 10)]);

        return $service;
    }
}
