<?php

/*
 * What the page shows of one channel of alerts: when it sent last, when and why it failed, and how many messages wait for it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Alert\Alerts;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class AlertStatus
{
    /** Times are seconds since the epoch. */
    private function __construct(
        /** The channel's key in the keys of sentences. */
        public readonly string $channel,
        /** Null: nothing was sent yet. */
        public readonly ?int $sentAt,
        /** Null: it does not fail. */
        public readonly ?int $failedAt,
        public readonly string $error,
        public readonly int $waiting,
    ) {
    }

    /** @return list<self> the channels that are on */
    public static function load(Shop $shop): array
    {
        $alerts = new Alerts($shop);
        $channels = $alerts->channels->all();
        $facts = $channels === [] ? [] : $alerts->channels->facts();
        $counts = $channels === [] ? [] : $alerts->outbox->counts();
        $statuses = [];
        foreach ($channels as $channel) {
            $fact = $facts[$channel->name()] ?? ['sent' => null, 'failed' => null, 'error' => ''];
            $waiting = $counts[$channel->name()] ?? 0;
            $statuses[] = new self($channel->name(), $fact['sent'], $fact['failed'], $fact['error'], $waiting);
        }

        return $statuses;
    }

    /** @param list<self> $statuses */
    public static function isFailing(array $statuses): bool
    {
        return array_filter($statuses, static fn (self $status): bool => $status->failedAt !== null) !== [];
    }
}
