<?php

/*
 * How long an order holds: paid ones for days, unpaid ones for minutes, from the order's date.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Order;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Term
{
    private const MINUTE = 60;
    private const DAY = 86400;

    private function __construct(private int $paid, private int $unpaid)
    {
    }

    public static function of(Settings $settings): self
    {
        return new self($settings->whole('hold_paid') * self::DAY, $settings->whole('hold_unpaid') * self::MINUTE);
    }

    /** @return int when an order of this moment ends to hold, in seconds since the epoch */
    public function end(int $orderedAt, bool $isPaid): int
    {
        return $orderedAt + ($isPaid ? $this->paid : $this->unpaid);
    }

    /** The longest that any order holds, in seconds. */
    public function longest(): int
    {
        return max($this->paid, $this->unpaid);
    }
}
