<?php

/*
 * Messages that wait for a channel, one row for each channel. A message stays until its channel has taken it, or it is three days old.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use Illuminate\Database\Query\Builder;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Outbox
{
    /** Seconds for which a message waits. */
    public const LIFE = 259200;

    public function __construct(private Database $database, private Tables $tables, private Clock $clock)
    {
    }

    /**
     * @param list<Message> $messages
     * @param list<Channel> $channels
     */
    public function add(array $messages, array $channels): void
    {
        $now = $this->clock->now();
        foreach ($messages as $n => $message) {
            foreach ($channels as $channel) {
                $this->table()->insert([
                    'id' => sprintf('%012d-%04d-%s-%s', $now, $n, bin2hex(random_bytes(4)), $channel->name()),
                    'channel' => $channel->name(),
                    'created_at' => Moment::text($now),
                    'tries' => 0,
                    'message' => $message->stored(),
                ]);
            }
        }
    }

    /**
     * Those that were tried the least first, so that one that is never taken does not stop the others; then the oldest.
     *
     * @return array<string, Message|null> by id; null if it cannot be read
     */
    public function waiting(Channel $channel, int $most): array
    {
        $query = $this->table()->where('channel', $channel->name())->orderBy('tries')->orderBy('id')->limit($most);
        $messages = [];
        foreach ($this->tables->repaired(fn (): array => $this->database->rows($query, ['id', 'message'])) as $row) {
            $messages[(string) $row->id] = Message::read((string) $row->message);
        }

        return $messages;
    }

    /** @return array<string, int> how many wait, by channel */
    public function counts(): array
    {
        $query = $this->table()->groupBy('channel');
        $columns = ['channel', 'COUNT(*) AS waiting'];
        $counts = [];
        foreach ($this->tables->repaired(fn (): array => $this->database->rows($query, $columns)) as $row) {
            $counts[(string) $row->channel] = (int) $row->waiting;
        }

        return $counts;
    }

    public function remove(string $id): void
    {
        $this->table()->where('id', $id)->delete();
    }

    public function noteTry(string $id): void
    {
        $this->database->update($this->table()->where('id', $id), ['tries' => $this->database->connection()->raw('tries + 1')]);
    }

    /** @return int how many messages of the channel were too old, and are removed */
    public function expire(Channel $channel): int
    {
        $old = $this->table()->where('channel', $channel->name())->where('created_at', '<', Moment::text($this->clock->now() - self::LIFE));

        return $this->tables->repaired(static fn (): int => $old->delete());
    }

    private function table(): Builder
    {
        return $this->database->table(Tables::MESSAGES);
    }
}
