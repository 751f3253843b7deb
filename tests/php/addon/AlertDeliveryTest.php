<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** How messages get to admins: by mail and by a webhook, whatever either of them does. */
final class AlertDeliveryTest extends WatchedShopTestCase
{
    public function testAReceiverThatIsWrittenFromTheDocumentationAcceptsWhatIsSigned(): void
    {
        $receiver = $this->receiver();
        $product = $this->product('VPS <S> & @everyone');

        $this->runs([10, 0, 0]);

        [$message] = $receiver->accepted();
        self::assertSame(['sold_out', 'application/json'], [$message['event'], $receiver->requests()[0]['headers']['content-type']]);
        self::assertSame('POST /' . Receiver::PATH . ' HTTP/1.1', $receiver->requests()[0]['request']);
        self::assertStringContainsString("#{$product} VPS &lt;S&gt; &amp; @everyone: sold out", $message['text']);
        self::assertStringContainsString("#{$product} VPS <S> & @everyone: sold out", $message['content']);
        self::assertSame(['parse' => []], $message['allowed_mentions']);
        self::assertMatchesRegularExpression('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/', $message['at']);
        self::assertMatchesRegularExpression('/^[0-9a-f]{24}$/', $message['id']);
        self::assertSame([['kind' => 'memory', 'panel' => ['id' => 1, 'name' => $this->panel->hostname], 'group' => 5]], $message['causes']);
        self::assertSame([[
            'id' => $product, 'name' => 'VPS <S> & @everyone', 'state' => 'sold_out', 'quantity' => 0, 'since' => null, 'times' => 1,
        ]], $message['products']);
        self::assertSame([[], 0], [$message['orders'], $message['left_out']]);
        self::assertCount(1, $this->mails());
    }

    public function testASignatureByAnotherSecretIsRefusedAndTheMessageWaits(): void
    {
        $receiver = $this->receiver();
        $this->catalogue->setting('alert_secret', 'another-secret-of-some-length');
        $this->product();
        $this->runs([0, 0]);
        self::assertSame([], $receiver->accepted());
        self::assertSame('unexpected status 401', $this->channel()->error);

        $this->catalogue->setting('alert_secret', Receiver::SECRET);
        $this->cron(self::HOUR);

        self::assertSame(['sold_out'], $receiver->events());
        self::assertNull($this->channel()->error);
    }

    public function testWithoutASecretNothingIsSigned(): void
    {
        $receiver = $this->receiver();
        $this->catalogue->setting('alert_secret', '');
        $this->product();

        $this->runs([0, 0]);

        self::assertArrayNotHasKey('x-signature', $receiver->requests()[0]['headers']);
    }

    /**
     * @testWith ["500", "unexpected status 500"]
     *     ["redirect", "redirected (302)"]
     *     ["hang", "timed out after 5 s"]
     */
    public function testAWebhookThatFailsDelaysNothingAndLosesNothing(string $mode, string $error): void
    {
        $receiver = $this->receiver();
        $receiver->answers($mode);
        $product = $this->product();

        $this->runs([0, 0]);

        self::assertSame(0, $this->quantity($product));
        self::assertCount(1, $this->mails(), 'the mail went');
        self::assertCount(1, $receiver->requests());
        self::assertStringContainsString($error, $this->channel()->error);
        self::assertSame(1, $this->waiting());
        $receiver->answers('ok');
        $this->cron(self::HOUR);
        self::assertSame(['sold_out'], $receiver->events());
        self::assertSame([0, null, null], [$this->waiting(), $this->channel()->error, $this->channel()->busy_until]);
        self::assertCount(1, $this->mails());
    }

    public function testAWebhookThatNobodyAnswersIsTriedAtEachRun(): void
    {
        $receiver = $this->receiver();
        $this->catalogue->setting('alert_url', 'https://localhost:1/nobody');
        $this->product();
        $this->runs([0, 0, 0]);
        self::assertSame(1, $this->waiting());
        self::assertStringNotContainsString('nobody', $this->channel()->error);

        $this->catalogue->setting('alert_url', $receiver->url);
        $this->cron(self::HOUR);

        self::assertSame(['sold_out'], $receiver->events());
    }

    public function testOneRunAsksAWebhookThatFailsOnceHoweverManyMessagesWait(): void
    {
        $receiver = $this->receiver();
        $receiver->answers('500');
        $this->waitingMessages(10);
        $this->cron(30 * self::MINUTE);
        self::assertCount(1, $receiver->requests());
        $receiver->answers('hang');

        $this->cron(self::HOUR);

        self::assertCount(1, array_keys(array_column($receiver->requests(), 'mode'), 'hang', true));
        self::assertSame(10, $this->waiting());
        $receiver->answers('ok');
        $this->cron(2 * self::HOUR);
        self::assertSame(array_fill(0, 10, 'sold_out'), $receiver->events());
        self::assertCount(10, array_unique(array_column($receiver->accepted(), 'id')));
        self::assertSame(0, $this->waiting());
    }

    public function testAMessageThatIsNeverTakenDoesNotStopTheOthers(): void
    {
        $receiver = $this->receiver();
        $this->waitingMessages(2);
        Capsule::table('mod_virtfusion_stock_message')->orderBy('id')->limit(1)->update(['tries' => 5]);

        $this->cron(self::HOUR);

        $products = array_map(static fn (array $message): string => $message['products'][0]['name'], $receiver->accepted());
        self::assertSame(['VPS 2', 'VPS 1'], $products);
    }

    public function testAMessageThatWasNotTakenForThreeDaysIsDiscardedAndTheActivityLogSaysSo(): void
    {
        $receiver = $this->receiver();
        $receiver->answers('500');
        $this->waitingMessages(1);
        $this->cron(71 * self::HOUR);
        self::assertSame(1, $this->waiting());

        $receiver->answers('ok');
        $this->cron(73 * self::HOUR);

        self::assertSame([0, []], [$this->waiting(), $receiver->accepted()]);
        self::assertContains('VirtFusion Stock: 1 alert(s) could not be sent by webhook for 3 days and are discarded', $this->activity());
    }

    /**
     * @testWith ["mail server is busy", "WHMCS did not send it: mail server is busy"]
     *     ["throw", "WHMCS did not send it: SMTP connect() failed"]
     */
    public function testMailThatFailsHoldsUpNoWebhookAndIsSentLater(string $refusal, string $error): void
    {
        $receiver = $this->receiver();
        Capsule::table('tblconfiguration')->insert(['setting' => 'StandInRefuseMail', 'value' => $refusal]);
        $this->product();
        $this->runs([0, 0]);
        self::assertSame(['sold_out'], $receiver->events());
        self::assertSame($error, $this->channel('mail')->error);

        Capsule::table('tblconfiguration')->where('setting', 'StandInRefuseMail')->delete();
        $this->cron(self::HOUR);

        self::assertCount(2, $this->mails());
        self::assertNull($this->channel('mail')->error);
        self::assertSame(['sold_out'], $receiver->events());
    }

    public function testWhatAChannelThrowsIsNeitherPassedOnNorQuoted(): void
    {
        $error = $this->inShop('$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
            . ' $alerts = new WHMCS\Module\Addon\VirtfusionStock\Alert\Alerts($shop);'
            . ' $channel = new class implements WHMCS\Module\Addon\VirtfusionStock\Alert\Channel {'
            . ' public function name(): string { return "pager"; }'
            . ' public function send(WHMCS\Module\Addon\VirtfusionStock\Alert\Message $message, float $timeout): ?string'
            . ' { throw new Error("a password"); } };'
            . ' $delivery = new WHMCS\Module\Addon\VirtfusionStock\Alert\Delivery($alerts->channels, $alerts->outbox, $shop->clock, $shop->journal());'
            . ' return $delivery->send($channel, new WHMCS\Module\Addon\VirtfusionStock\Alert\Message("title", [], []));');

        self::assertSame('sending failed with Error', $error);
        self::assertSame($error, $this->channel('pager')->error);
        self::assertStringNotContainsString('a password', $this->everythingWritten());
    }

    public function testCronRunsAtTheSameTimeTellNothingTwice(): void
    {
        $receiver = $this->receiver();
        $this->product('one', 5);
        $this->product('two', 6);
        $this->room(6, 0);
        $this->runs([0]);

        $runs = [];
        for ($n = 0; $n < 4; $n++) {
            $runs[] = $this->start(self::later(self::HOUR, self::hookCode('AfterCronJob')), ...$this->settings());
        }
        foreach ($runs as $run) {
            $run->answer();
        }
        // What one of them did not get to, because another had the channel.
        $this->cron(2 * self::HOUR);

        self::assertSame([], $this->troubles());
        self::assertCount(2, $this->mails());
        self::assertSame(['sold_out', 'sold_out'], $receiver->events());
        self::assertSame(0, $this->waiting());
    }

    public function testProcessesThatLookAtTheSameMomentTellNothingTwice(): void
    {
        $receiver = $this->receiver();
        $this->product('one', 5);
        $this->product('two', 6);
        foreach ([5, 6] as $group) {
            $this->room($group, 0);
        }
        foreach ([0, 60] as $seconds) {
            $this->shop->php($this->php(...$this->settings()), self::later($seconds, self::ALL));
        }
        $look = '$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest(); $shop->settings();'
            . ' touch(ROOTDIR . "/ready-" . getmypid()); while (!is_file(ROOTDIR . "/go")) { usleep(500); }'
            . ' (new WHMCS\Module\Addon\VirtfusionStock\Alert\Alerts($shop))->run(); return null;';
        $looks = [];
        for ($n = 0; $n < 6; $n++) {
            $looks[] = $this->start(self::later(120, $look), ...$this->settings());
        }
        $until = microtime(true) + 60;
        while (count(glob("{$this->shop->root}/ready-*") ?: []) < 6 && microtime(true) < $until) {
            usleep(5000);
        }
        touch("{$this->shop->root}/go");
        foreach ($looks as $process) {
            $process->answer();
        }
        $this->cron(self::HOUR);

        self::assertSame([], $this->troubles());
        self::assertCount(2, $this->mails());
        self::assertSame(['sold_out', 'sold_out'], $receiver->events());
    }

    public function testAChannelWhoseProcessWasKilledIsUsedAgain(): void
    {
        $receiver = $this->receiver();
        $this->waitingMessages(1);
        $until = gmdate('Y-m-d H:i:s', time() + self::HOUR + 300);
        Capsule::table('mod_virtfusion_stock_channel')->updateOrInsert(['channel' => 'webhook'], ['busy_until' => $until]);
        $this->cron(self::HOUR);
        self::assertSame([], $receiver->accepted());

        $this->cron(self::HOUR + 301);

        self::assertSame(['sold_out'], $receiver->events());
    }

    public function testNoSecretIsLoggedOrStoredWithTheMessages(): void
    {
        $receiver = $this->receiver();
        Capsule::table('tblconfiguration')->insert(['setting' => 'ModuleDebugMode', 'value' => 'on']);
        $this->product();
        foreach (['500', 'redirect', 'ok'] as $n => $mode) {
            $receiver->answers($mode);
            $this->runs([0, 0], $n * self::HOUR);
        }
        $this->catalogue->setting('alert_url', 'https://localhost:1/' . Receiver::PATH);
        $this->runs([10, 10], self::DAY);

        $tables = ['mod_virtfusion_stock_alert', 'mod_virtfusion_stock_message', 'mod_virtfusion_stock_channel', 'stand_in_calls'];
        $written = $this->everythingWritten();
        foreach ($tables as $table) {
            $written .= json_encode(Capsule::table($table)->get()->all(), JSON_UNESCAPED_SLASHES);
        }
        self::assertNotNull($this->channel()->error);
        foreach ([Receiver::SECRET, Receiver::PATH, 'path-that-nobody-may-see', Panel::TOKEN] as $secret) {
            self::assertStringNotContainsString($secret, $written);
            foreach ($receiver->requests() as $request) {
                self::assertStringNotContainsString($secret, $request['body']);
            }
        }
    }

    public function testAMessageFitsDiscordHoweverManyProductsItNames(): void
    {
        $receiver = $this->receiver();
        for ($n = 1; $n <= 60; $n++) {
            $this->product("VPS {$n} " . str_repeat('ü', 60));
        }

        $this->runs([0, 0]);

        [$message] = $receiver->accepted();
        self::assertLessThanOrEqual(2000, strlen($message['content']));
        self::assertMatchesRegularExpression('/ more lines\)$/', $message['content']);
        self::assertCount(60, $message['products']);
    }

    /** Lets messages wait for the webhook, one for each product. */
    private function waitingMessages(int $count): void
    {
        $this->catalogue->setting('alert_mail', 'off');
        $url = Capsule::table('tbladdonmodules')->where('setting', 'alert_url')->value('value');
        $this->catalogue->setting('alert_url', 'https://localhost:1/');
        for ($n = 1; $n <= $count; $n++) {
            $this->product("VPS {$n}", 50 + $n);
            $this->room(50 + $n, 0);
        }
        $this->cron(0);
        $this->cron(10 * self::MINUTE);
        self::assertSame($count, $this->waiting());
        $this->catalogue->setting('alert_url', $url);
        Capsule::table('mod_virtfusion_stock_message')->update(['tries' => 0]);
    }

    private function channel(string $name = 'webhook'): object
    {
        return Capsule::table('mod_virtfusion_stock_channel')->where('channel', $name)->first();
    }

    private function waiting(string $channel = 'webhook'): int
    {
        return Capsule::table('mod_virtfusion_stock_message')->where('channel', $channel)->count();
    }
}
