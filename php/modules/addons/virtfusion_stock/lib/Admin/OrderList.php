<?php

/*
 * The orders that are not built yet and take room where a product can be placed: those that an admin has to look at first. WHMCS's rows
 * say which there are now, the stored report what each of them costs.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Order\Hold;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\OrderWords;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class OrderList
{
    /** The most orders that are listed. */
    private const LISTED = 100;

    /** @param list<OrderLine> $lines */
    private function __construct(
        public readonly array $lines,
        /** How many there are beyond those. */
        public readonly int $further,
        /** Whether they could be read. */
        public readonly bool $isRead,
    ) {
    }

    /** @param int $product one that is stock-controlled */
    public static function load(Words $words, Shop $shop, int $product, ?Report $report): self
    {
        try {
            $holds = $shop->openOrders()->read($shop->settings(), $shop->panels())->all;
        } catch (Throwable) {
            return new self([], 0, false);
        }
        $lines = [];
        foreach (self::relevant($holds, $shop, $product) as $hold) {
            $lines[] = self::line(new OrderWords($words), $hold, $report, $shop->clock->now());
        }
        usort($lines, static fn (OrderLine $one, OrderLine $two): int => [$one->problem === null, $one->service]
            <=> [$two->problem === null, $two->service]);

        return new self(array_slice($lines, 0, self::LISTED), max(0, count($lines) - self::LISTED), true);
    }

    /**
     * @param list<Hold> $holds
     * @return list<Hold>
     */
    private static function relevant(array $holds, Shop $shop, int $product): array
    {
        $row = $shop->products()->controlledOne($product)[$product] ?? null;
        $panel = $row === null ? null : $shop->panels()->for($row)?->id;
        $groups = $row === null ? [] : $row->groups();

        return array_values(array_filter($holds, static fn (Hold $hold): bool => $hold->panel === $panel
            && (in_array($hold->size['group'], $groups, true) || ($hold->product === $product && !$hold->isComplete()))));
    }

    private static function line(OrderWords $words, Hold $hold, ?Report $report, int $now): OrderLine
    {
        $held = $report?->order($hold->service);

        return new OrderLine(
            $hold->service,
            $hold->order,
            $hold->product,
            $hold->productName,
            $hold->orderedAt,
            $hold->isPaid,
            $words->size($hold),
            $hold->isComplete() ? $held?->costs : 0,
            $words->problem($hold, $held),
            $words->end($hold, $now),
        );
    }
}
