<?php

/*
 * Sentences about orders that are not built yet: what they take off a quantity, and what each of them waits for.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

use WHMCS\Module\Addon\VirtfusionStock\Order\Hold;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\HeldOrder;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class OrderWords
{
    /** Seconds before its end from which a paid and an unpaid order are said to end soon. */
    private const SOON_PAID = 86400;
    private const SOON_UNPAID = 900;

    /** What an order can ask for in place of its package's values, with the resource of an amount. */
    private const SIZES = ['memory' => 'memory', 'cpuCores' => 'cpu', 'primaryStorage' => 'storage', 'primaryStorageProfile' => null];

    public function __construct(private Words $words)
    {
    }

    /** As in "37 fit, 3 on order, 34 for sale"; null if orders take nothing off. */
    public function sum(Report $report): ?string
    {
        return $report->held === null || $report->held === 0 ? null : $this->words->say('on_order_sum', [
            'fits' => Words::number((int) $report->fits),
            'held' => Words::number($report->held),
            'quantity' => Words::number((int) $report->quantity),
        ]);
    }

    /** What an order asks for. */
    public function size(Hold $hold): string
    {
        $size = $hold->size;
        $parts = [$size['package'] === null ? $this->words->say('order_no_package') : $this->package($size['package'])];
        foreach (self::SIZES as $key => $resource) {
            if ($size[$key] !== null) {
                $amount = $resource === null ? Words::number($size[$key]) : $this->words->amount($resource, $size[$key]);
                $parts[] = $this->words->say("order_size_{$key}", ['amount' => $amount]);
            }
        }
        $parts[] = $this->words->count('addresses', $size['ipv4']);
        $parts[] = $size['group'] === null ? $this->words->say('order_no_group') : $this->words->group($size['group']);

        return implode(', ', $parts);
    }

    /** Why an order is not built, if that is something to look at. */
    public function problem(Hold $hold, ?HeldOrder $held): ?string
    {
        return match (true) {
            !$hold->isComplete() => $this->words->say('order_incomplete'),
            $held === null => null,
            $held->isUnbuildable => $this->words->say('order_unbuildable', ['package' => $held->package]),
            $held->lacksRoom() => $this->words->say($hold->isPaid ? 'order_no_room_paid' : 'order_no_room_unpaid', [
                'group' => $this->words->group((int) $hold->size['group']),
            ]),
            default => null,
        };
    }

    /** When an order ends, if that is soon. Times are seconds since the epoch. */
    public function end(Hold $hold, int $now): ?string
    {
        $left = $hold->endsAt - $now;

        return $left > ($hold->isPaid ? self::SOON_PAID : self::SOON_UNPAID) ? null : $this->words->say('order_ends', [
            'duration' => $this->words->duration($now, max($now, $hold->endsAt)),
        ]);
    }

    /** One order of a group's report. */
    public function held(HeldOrder $order): string
    {
        $values = [
            'service' => $order->service,
            'package' => $order->package,
            'hypervisor' => (int) $order->hypervisor,
            'costs' => Words::number($order->costs),
        ];

        return $this->words->say(match (true) {
            $order->isUnbuildable => 'held_unbuildable',
            $order->lacksRoom() => 'held_no_room',
            default => 'held_placed',
        }, $values);
    }

    /** The orders of a group that are counted but not listed; null if there are none. */
    public function further(Group $group): ?string
    {
        return $group->moreOrders === 0 ? null : $this->words->count('held_further', $group->moreOrders);
    }

    private function package(int $id): string
    {
        return $this->words->say('order_package', ['id' => $id]);
    }
}
