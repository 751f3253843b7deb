<?php

/*
 * The channels that the settings turn on, with how each of them does: when it sent last, when and why it failed. One process uses a
 * channel at a time. Times are seconds since the epoch.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use Illuminate\Database\Query\Builder;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Channels
{
    /** Seconds after which a channel is free again whose process has ended without saying so. */
    private const LIFE = 600;

    public function __construct(private Database $database, private Tables $tables, private Settings $settings, private Clock $clock)
    {
    }

    /** @return list<Channel> the one that takes a bounded time first */
    public function all(): array
    {
        $url = $this->settings->text(Settings::ALERT_URL);
        $mail = $this->settings->text('alert_mail');

        return [
            ...($url === '' ? [] : [new WebhookChannel($url, $this->settings->text(Settings::ALERT_SECRET))]),
            ...($mail === 'off' ? [] : [new MailChannel($mail)]),
        ];
    }

    /** @return int|null until when this process has the channel; null if another one uses it */
    public function take(Channel $channel): ?int
    {
        $now = $this->clock->now();
        $until = $now + self::LIFE;
        $changed = $this->tables->repaired(function () use ($channel, $now, $until): int {
            $this->database->table(Tables::CHANNELS)->insertOrIgnore(['channel' => $channel->name()]);
            $free = $this->row($channel)->where(static function (Builder $query) use ($now): void {
                // An end that is further ahead than one can be comes from a clock that was wrong.
                $query->whereNull('busy_until')
                    ->orWhere('busy_until', '<=', Moment::text($now))
                    ->orWhere('busy_until', '>', Moment::text($now + self::LIFE));
            });

            return $this->database->update($free, ['busy_until' => Moment::text($until)]);
        });

        return $changed > 0 ? $until : null;
    }

    public function release(Channel $channel, int $until): void
    {
        $this->database->update($this->row($channel)->where('busy_until', Moment::text($until)), ['busy_until' => null]);
    }

    public function noteSent(Channel $channel): void
    {
        $this->note($channel, ['sent_at' => Moment::text($this->clock->now()), 'failed_at' => null, 'error' => null]);
    }

    public function noteFailed(Channel $channel, string $error): void
    {
        $this->note($channel, ['failed_at' => Moment::text($this->clock->now()), 'error' => Text::line($error, 300)]);
    }

    /** @return array<string, array{sent: int|null, failed: int|null, error: string}> how each channel does, by name */
    public function facts(): array
    {
        $facts = [];
        $query = $this->database->table(Tables::CHANNELS);
        $read = fn (): array => $this->database->rows($query, ['channel', 'sent_at', 'failed_at', 'error']);
        foreach ($this->tables->repaired($read) as $row) {
            $facts[(string) $row->channel] = [
                'sent' => Moment::seconds($row->sent_at === null ? null : (string) $row->sent_at),
                'failed' => Moment::seconds($row->failed_at === null ? null : (string) $row->failed_at),
                'error' => (string) $row->error,
            ];
        }

        return $facts;
    }

    /** @param array<string, string|null> $changes */
    private function note(Channel $channel, array $changes): void
    {
        $this->tables->repaired(function () use ($channel, $changes): void {
            $this->database->table(Tables::CHANNELS)->insertOrIgnore(['channel' => $channel->name()]);
            $this->database->update($this->row($channel), $changes);
        });
    }

    private function row(Channel $channel): Builder
    {
        return $this->database->table(Tables::CHANNELS)->where('channel', $channel->name());
    }
}
