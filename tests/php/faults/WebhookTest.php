<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use Fpm;
use WHMCS\Database\Capsule;

/** The panel calls the shop, behind a real PHP-FPM. */
final class WebhookTest extends ShopTestCase
{
    use WebShop;

    private const PATH = '/modules/addons/virtfusion_stock/webhook.php';
    private const SECRET = 'a-secret-of-the-panel-1';

    private int $product;
    private ?Fpm $server = null;

    protected function setUp(): void
    {
        parent::setUp();
        $this->product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 20480)]);
        $this->catalogue->setting('webhook_secret', self::SECRET);
        $this->server = $this->serveShop(__DIR__ . '/page.php', 6);
    }

    protected function tearDown(): void
    {
        $this->server?->stop();
        parent::tearDown();
    }

    public function testACallWithTheTokenBringsTheNewCapacityIntoTheShop(): void
    {
        $before = (float) $this->state()->moved_at;

        self::assertSame([[204, '']], $this->call(['Authorization: Bearer ' . self::SECRET]));

        self::eventually(fn (): bool => $this->quantity($this->product) === 18, 'the new quantity');
        self::assertGreaterThan($before, (float) $this->state()->moved_at);
        self::eventually(fn (): bool => !$this->isOwed(), 'the end of the sweep');
        self::assertSame('', $this->server->log());
    }

    /**
     * @testWith [[]]
     *     [["Authorization: Bearer another-secret-12345"]]
     *     [["Authorization: Bearer "]]
     *     [["Authorization: Basic YS1zZWNyZXQtb2YtdGhlLXBhbmVsLTE="]]
     *     [["X-Token: a-secret-of-the-panel-1"]]
     */
    public function testAnybodyElseGetsAnEmptyNotFoundAndNothingHappens(array $headers): void
    {
        self::assertSame([[404, '']], $this->call($headers));

        $this->assertNothingHappened();
    }

    /**
     * @testWith [""]
     *     ["15-characters-x"]
     *     ["with a blank in between"]
     */
    public function testWithoutAUsableSecretTheWebhookIsOff(string $secret): void
    {
        $this->catalogue->setting('webhook_secret', $secret);

        self::assertSame([[404, '']], $this->call(["Authorization: Bearer {$secret}"]));
        self::assertSame([[404, '']], $this->call(['Authorization: Bearer ' . self::SECRET]));

        $this->assertNothingHappened();
    }

    public function testWithTheAddonDeactivatedTheWebhookIsOff(): void
    {
        $this->inShop('return WhmcsStandIn\Modules::deactivate("virtfusion_stock");');

        self::assertSame([[404, '']], $this->call(['Authorization: Bearer ' . self::SECRET]));
    }

    public function testNothingThatTheCallerSendsBecomesData(): void
    {
        $headers = ['Authorization: Bearer ' . self::SECRET, 'Content-Type: application/json'];
        $body = (string) json_encode(['product' => $this->product, 'qty' => 4711, 'action' => 'stockRecalculate']);

        self::assertSame([[204, '']], $this->call($headers, 1, $body, '?action=stockRecalculate&qty=4711'));

        self::eventually(fn (): bool => $this->quantity($this->product) === 18, 'the new quantity');
        self::assertStringNotContainsString('4711', $this->everythingWritten());
        self::assertStringNotContainsString(self::SECRET, $this->everythingWritten());
    }

    public function testTwentyCallsAtOnceAreOneSweepAndNoneIsLost(): void
    {
        $answers = $this->call(['Authorization: Bearer ' . self::SECRET], 20);

        self::assertSame(array_fill(0, 20, [204, '']), $answers);
        self::eventually(fn (): bool => count($this->sweeps()) === 2, 'the sweep');
        self::assertGreaterThanOrEqual(20, (int) $this->state()->requested);
        $this->panel->group(5, [self::host(11, 5120)]);
        $this->call(['Authorization: Bearer ' . self::SECRET]);
        usleep(500_000);
        self::assertCount(2, $this->sweeps(), 'at most one in ten seconds');

        $this->hook('AfterCronJob');
        self::assertSame(4, $this->quantity($this->product));
        self::assertFalse($this->isOwed());
    }

    public function testACallDuringASweepIsAnsweredAtOnceAndItsChangeIsNotLost(): void
    {
        $this->panel->latency(4000);
        $this->panel->forgetRequests();
        $sweep = $this->start('(new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep(WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))'
            . '->allUncached("test"); return true;', 'virtfusion_direct.timeout=30');
        self::eventually(fn (): bool => $this->panel->requests() !== [], 'the first request');
        $this->panel->group(5, [self::host(11, 5120)]);

        self::assertSame([[204, '']], $this->call(['Authorization: Bearer ' . self::SECRET]));
        self::assertCount(1, $this->sweeps(), 'the sweep is still running');

        self::assertTrue($sweep->answer());
        self::eventually(fn (): bool => $this->quantity($this->product) === 4, 'the change');
        self::eventually(fn (): bool => !$this->isOwed(), 'the end of the sweeps');
    }

    public function testWhmcsIsFoundWhenTheAddonsFolderIsASymbolicLink(): void
    {
        $folder = "{$this->shop->root}/modules/addons/virtfusion_stock";
        $elsewhere = Workshop::folder() . '/elsewhere-' . bin2hex(random_bytes(4));
        rename($folder, $elsewhere);
        symlink($elsewhere, $folder);

        self::assertSame([[204, '']], $this->call(['Authorization: Bearer ' . self::SECRET]));

        self::eventually(fn (): bool => $this->quantity($this->product) === 18, 'the new quantity');
        self::eventually(fn (): bool => !$this->isOwed(), 'the end of the sweep');
        Workshop::remove($elsewhere);
        unlink($folder);
    }

    public function testAnEncryptedSecretIsReadAsWhmcsReadsIt(): void
    {
        $this->catalogue->setting('webhook_secret', base64_encode('encrypted at rest'));
        $code = 'eval(\'namespace WHMCS\Module\Addon; class Setting { public static function getSettingValueForModule($module, $name) {'
            . ' return $module . "/" . $name === "virtfusion_stock/webhook_secret" ? "' . self::SECRET . '" : null; } }\');'
            . ' $answer = static function (string $token): int { (new WHMCS\Module\Addon\VirtfusionStock\Hooks\Webhook('
            . 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()))->answer($token); return http_response_code(); };'
            . ' return [$answer("another-secret-12345"), $answer("' . self::SECRET . '")];';

        self::assertSame([404, 204], $this->inShop($code));
    }

    private function assertNothingHappened(): void
    {
        usleep(300_000);
        self::assertFalse($this->isOwed());
        self::assertCount(1, $this->sweeps());
        self::assertSame(9, $this->quantity($this->product));
        self::assertSame('', $this->server->log());
    }

    /**
     * @param list<string> $headers
     * @return list<array{int, string}> status and body of each
     */
    private function call(array $headers, int $times = 1, string $body = '', string $query = ''): array
    {
        $many = curl_multi_init();
        $calls = [];
        for ($n = 0; $n < $times; $n++) {
            $calls[$n] = curl_init($this->server->url . self::PATH . $query);
            curl_setopt_array($calls[$n], [
                CURLOPT_RETURNTRANSFER => true,
                CURLOPT_TIMEOUT => 60,
                CURLOPT_HTTPHEADER => $headers,
                CURLOPT_POSTFIELDS => $body,
            ]);
            curl_multi_add_handle($many, $calls[$n]);
        }
        do {
            curl_multi_exec($many, $running);
            curl_multi_select($many, 0.05);
        } while ($running > 0);

        return array_map(
            static fn ($call): array => [curl_getinfo($call, CURLINFO_RESPONSE_CODE), (string) curl_multi_getcontent($call)],
            $calls,
        );
    }
}
