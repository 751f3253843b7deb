<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** What the page shows of alerts, and its button that sends a test. */
final class AlertPageTest extends WatchedShopTestCase
{
    private const PAGE = '/admin/addonmodules.php?module=virtfusion_stock';

    private Web $web;

    protected function setUp(): void
    {
        parent::setUp();
        $this->receiver();
        $this->web = Web::serve($this->shop->root, $this->php(...$this->settings()));
        $this->web->signIn('admin');
    }

    protected function tearDown(): void
    {
        $this->web->stop();
        parent::tearDown();
    }

    public function testATestIsSentAtOnceByEveryChannel(): void
    {
        $page = $this->press();

        self::assertSame(200, $page->status);
        self::assertStringContainsString('Alerts by webhook: the test was sent. Alerts by mail: the test was sent.', $page->body);
        self::assertSame(['test'], $this->receiver()->events());
        self::assertSame(['VirtFusion Stock: test message'], $this->subjects());
        self::assertStringContainsString('Alerts by webhook: the last message was sent just now.', $page->body);
    }

    public function testATestThatFailsSaysWhyAndThePageShowsTheFailingChannel(): void
    {
        $this->receiver()->answers('500');
        self::assertStringContainsString('Alerts by webhook: nothing was sent yet.', $this->web->get(self::PAGE)->body);

        $page = $this->press()->body;

        self::assertStringContainsString('Alerts by webhook: the test failed: unexpected status 500. Alerts by mail: the test was sent.', $page);
        self::assertStringContainsString(
            'Alerts by webhook: sending failed just now: unexpected status 500. It is tried again at each cron run.',
            $this->web->get(self::PAGE)->body,
        );
        self::assertTrue($this->isAboveTheProducts());
        $this->receiver()->answers('ok');
        $this->press();
        self::assertStringNotContainsString('sending failed', $this->web->get(self::PAGE)->body);
        self::assertFalse($this->isAboveTheProducts());
    }

    public function testThePageSaysHowManyMessagesWait(): void
    {
        $this->receiver()->answers('500');
        $this->product();

        $this->runs([0, 0]);

        self::assertStringContainsString('It is tried again at each cron run. 1 message waits.', $this->web->get(self::PAGE)->body);
    }

    public function testWithoutAChannelThePageSaysSoAndHasNoButton(): void
    {
        $this->catalogue->setting('alert_mail', 'off');
        $this->catalogue->setting('alert_url', '');

        $page = $this->web->get(self::PAGE)->body;

        self::assertStringContainsString('Alerts are off', $page);
        self::assertStringNotContainsString('value="testAlerts"', $page);
    }

    public function testATestNeedsTheTokenAndThePagesOrigin(): void
    {
        $fields = ['action' => 'testAlerts', 'token' => $this->web->token];

        self::assertSame(403, $this->web->post(self::PAGE, ['token' => 'wrong'] + $fields)->status);
        self::assertSame(403, $this->web->post(self::PAGE, $fields, ['Origin: https://elsewhere.example'])->status);
        self::assertSame(405, $this->web->get(self::PAGE . '&action=testAlerts')->status);

        self::assertSame([[], []], [$this->receiver()->requests(), $this->mails()]);
    }

    public function testNeitherTheAddressNorTheSecretIsOnThePage(): void
    {
        foreach (['500', 'ok'] as $mode) {
            $this->receiver()->answers($mode);
            $pages = $this->press()->body . $this->web->get(self::PAGE)->body;
            self::assertStringNotContainsString(Receiver::SECRET, $pages);
            self::assertStringNotContainsString('path-that-nobody-may-see', $pages);
        }
    }

    public function testAnAddressWithoutTlsIsNotUsedAndThePageSaysSo(): void
    {
        $this->catalogue->setting('alert_url', str_replace('https:', 'http:', $this->receiver()->url));

        $page = $this->press()->body;

        self::assertSame([], $this->receiver()->requests());
        self::assertStringContainsString('The setting &quot;Alert: webhook&quot; has a value that cannot be used, and counts as blank.', $page);
        self::assertStringNotContainsString('path-that-nobody-may-see', $page);
    }

    public function testAnErrorOfTheMailServerIsEscaped(): void
    {
        Capsule::table('tblconfiguration')->insert(['setting' => 'StandInRefuseMail', 'value' => '<script>alert(1)</script>']);

        $page = $this->press()->body;

        self::assertStringContainsString('WHMCS did not send it: &lt;script&gt;', $page);
        self::assertStringNotContainsString('<script>alert(1)', $page);
    }

    private function isAboveTheProducts(): bool
    {
        $this->product();
        $page = $this->web->get(self::PAGE)->body;

        return strpos($page, 'id="vfs-alerts"') < strpos($page, 'id="vfs-products"');
    }

    private function press(): WebAnswer
    {
        return $this->web->post(self::PAGE, ['action' => 'testAlerts', 'token' => $this->web->token]);
    }
}
