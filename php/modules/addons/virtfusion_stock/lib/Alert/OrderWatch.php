<?php

/*
 * Finds paid orders that are not built and will not be: nothing has room for them, the panel cannot build them, or they have waited for
 * a day. What a hypervisor has room for is read from stored reports.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Order\Hold;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class OrderWatch
{
    public const NO_ROOM = 'no_room';
    public const UNBUILDABLE = 'unbuildable';
    public const INCOMPLETE = 'incomplete';
    public const WAITING = 'waiting';

    /** Seconds for which a paid order may wait. */
    private const DAY = 86400;

    /** @var array<string, Report|null> by panel and group */
    private array $reports = [];

    /**
     * @param array<int, Product> $products those with stock control, by id
     * @param array<int, Entry> $entries their entries in the ledger
     */
    public function __construct(
        private Ledger $ledger,
        private Panels $panels,
        private array $products,
        private array $entries,
        private int $now,
    ) {
    }

    /**
     * @param list<Hold> $holds
     * @return list<Alarm> each is noted in its subject
     */
    public function alarms(array $holds, Subjects $subjects): array
    {
        $alarms = [];
        foreach ($holds as $hold) {
            $subject = $subjects->order($hold->service);
            $problem = $hold->isPaid && isset($this->products[$hold->product]) ? $this->problem($hold) : null;
            if ($problem !== null && $subject->isAllowed(Alarm::ORDER_WITHOUT_ROOM, $this->now)) {
                $subject->report(Alarm::ORDER_WITHOUT_ROOM, $this->now);
                $cause = Cause::of("order_{$problem}", $this->panels->for($this->products[$hold->product]), $hold->size['group']);
                $alarms[] = new Alarm(
                    Alarm::ORDER_WITHOUT_ROOM,
                    [$cause],
                    $hold->product,
                    $hold->productName,
                    null,
                    $hold->orderedAt,
                    $hold->service,
                    $hold->order,
                    $problem,
                );
            }
        }

        return $alarms;
    }

    private function problem(Hold $hold): ?string
    {
        $held = $hold->isComplete() ? $this->report($hold)?->order($hold->service) : null;

        return match (true) {
            !$hold->isComplete() => self::INCOMPLETE,
            $held?->isUnbuildable === true => self::UNBUILDABLE,
            $held?->lacksRoom() === true => self::NO_ROOM,
            $this->now - $hold->orderedAt >= self::DAY => self::WAITING,
            default => null,
        };
    }

    /** The report of a product that counts the order's group; null if none is known. */
    private function report(Hold $hold): ?Report
    {
        $key = "{$hold->panel}/{$hold->size['group']}";
        if (!array_key_exists($key, $this->reports)) {
            $this->reports[$key] = null;
            foreach ($this->candidates($hold) as $product) {
                $report = $this->ledger->report($product);
                $groups = $report === null ? [] : array_map(static fn (Group $group): int => $group->id, $report->groups);
                if (in_array($hold->size['group'], $groups, true)) {
                    $this->reports[$key] = $report;
                    break;
                }
            }
        }

        return $this->reports[$key];
    }

    /** @return list<int> products that the last recalculation could read and that can be placed in the order's group */
    private function candidates(Hold $hold): array
    {
        $products = [];
        foreach ($this->products as $id => $product) {
            $entry = $this->entries[$id] ?? null;
            $isKnown = $entry !== null && $entry->failures === 0;
            if ($isKnown && $this->panels->for($product)?->id === $hold->panel && in_array($hold->size['group'], $product->groups(), true)) {
                $products[] = $id;
            }
        }

        return $products;
    }
}
