<?php

/*
 * A shop that mails alerts and whose cron recalculates at each run. Products have no buffer: group 5 with room for 3 servers gives 3.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

abstract class WatchedShopTestCase extends ShopTestCase
{
    protected const MINUTE = 60;
    protected const HOUR = 3600;
    protected const DAY = 86400;

    private int $caches = 0;
    private ?Receiver $receiver = null;

    protected function setUp(): void
    {
        parent::setUp();
        $this->catalogue->setting('cron_interval', '60');
        $this->catalogue->setting('alert_mail', 'system');
    }

    protected function tearDown(): void
    {
        $this->receiver?->stop();
        parent::tearDown();
    }

    /** Sends alerts to a receiver too, which is started when it is first asked for. */
    protected function receiver(): Receiver
    {
        if ($this->receiver === null) {
            $this->receiver = Receiver::start();
            $this->catalogue->setting('alert_url', $this->receiver->url);
            $this->catalogue->setting('alert_secret', Receiver::SECRET);
        }

        return $this->receiver;
    }

    /** @return list<string> settings of a PHP with an empty cache, which trusts the receiver as well */
    protected function settings(): array
    {
        $cache = "{$this->shop->root}/cache-" . ++$this->caches;
        mkdir($cache, 0700);
        $this->php();
        $authorities = file_get_contents(Workshop::folder() . '/authorities.pem') . $this->receiver?->authority;
        file_put_contents("{$cache}.pem", $authorities);

        return ["virtfusion_direct.cache_dir={$cache}", "virtfusion_direct.cafile={$cache}.pem"];
    }

    /** @param array<string, mixed> $columns */
    protected function product(string $name = 'VPS', int $group = 5, array $columns = []): int
    {
        return $this->catalogue->product($name, 3, $group, $columns + ['configoption7' => '0']);
    }

    /** Lets a group have room for this many servers. */
    protected function room(int $group, int $servers): void
    {
        $this->panel->group($group, [['memory' => [1024 * 100, 1024 * (100 - $servers)]] + self::host(10 * $group + 1, 0)]);
    }

    /** The cron's hook, this many seconds from now. The panel's answers of the run before are not used. */
    protected function cron(int $seconds): void
    {
        $this->shop->php($this->php(...$this->settings()), self::later($seconds, self::hookCode('AfterCronJob')));
        self::assertSame([], $this->troubles());
    }

    /** @param list<int> $rooms of group 5, one for each run of the cron, ten minutes apart */
    protected function runs(array $rooms, int $from = 0): void
    {
        foreach ($rooms as $n => $room) {
            $this->room(5, $room);
            $this->cron($from + $n * 10 * self::MINUTE);
        }
    }

    /** @return list<array<string, string>> what WHMCS was asked to mail */
    protected function mails(): array
    {
        return Capsule::table('stand_in_calls')->where('command', 'SendAdminEmail')->orderBy('id')->pluck('arguments')
            ->map(static fn (string $json): array => json_decode($json, true))->all();
    }

    /** @return list<string> */
    protected function subjects(): array
    {
        return array_column($this->mails(), 'customsubject');
    }
}
