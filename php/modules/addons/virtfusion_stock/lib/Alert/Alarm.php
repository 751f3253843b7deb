<?php

/*
 * One thing to report: what happened, to which product or order, and why. Alarms with a cause in common become one message.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Alarm
{
    public const SOLD_OUT = 'sold_out';
    public const LOW = 'low';
    public const BACK = 'back';
    public const NOT_UPDATED = 'not_updated';
    public const ORDER_WITHOUT_ROOM = 'order_without_room';
    public const REFUSED = 'refused';

    /** @param list<Cause> $causes */
    public function __construct(
        public readonly string $event,
        public readonly array $causes,
        public readonly int $product,
        public readonly string $name,
        /** The published quantity; null if it is not known. */
        public readonly ?int $quantity = null,
        /** Since when, in seconds since the epoch; null if that does not matter. */
        public readonly ?int $since = null,
        /** Service and order of an order without room, and why it is not built. */
        public readonly ?int $service = null,
        public readonly ?int $order = null,
        public readonly ?string $problem = null,
        /** How often it happened. */
        public readonly int $times = 1,
    ) {
    }

    /** What it is grouped with: products that are low are reported with those that are sold out for the same cause. */
    public function family(): string
    {
        return $this->event === self::LOW ? self::SOLD_OUT : $this->event;
    }

    /** @return list<string> two alarms with a key in common have the same cause */
    public function keys(): array
    {
        return array_map(fn (Cause $cause): string => "{$this->family()}/{$cause->key()}", $this->causes);
    }
}
