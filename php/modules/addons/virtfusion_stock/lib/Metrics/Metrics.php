<?php

/*
 * What bin/stock metrics prints: the state of stock as the ledger and WHMCS's own tables have it. It asks no panel, writes nothing, and
 * does not need the extension.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Metrics;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Order\Hold;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Metrics
{
    public function __construct(private Shop $shop)
    {
    }

    public function text(): string
    {
        $products = $this->shop->products()->controlled();
        $entries = $this->shop->ledger()->all();
        $groups = $this->groups($products, $entries);
        $families = [
            ...(new ProductMetrics($this->shop->clock))->of($products, $entries),
            ...$groups->families(),
            ...$this->panels(),
            ...$this->holds($groups),
        ];

        return implode('', array_map(static fn (Family $family): string => $family->text(), $families)) . "# EOF\n";
    }

    /**
     * @param array<int, Product> $products
     * @param array<int, Entry> $entries
     */
    private function groups(array $products, array $entries): GroupMetrics
    {
        $groups = new GroupMetrics($this->shop->groupNames());
        foreach ($products as $id => $product) {
            $panel = $this->shop->panels()->for($product);
            $entry = $entries[$id] ?? null;
            $summary = $entry === null || $entry->failures > 0 ? null : $entry->summary;
            if ($panel !== null && $summary !== null) {
                $groups->add($panel->id, $summary);
            }
        }

        return $groups;
    }

    /** @return list<Family> */
    private function panels(): array
    {
        $requests = Family::counter('virtfusion_stock_panel_requests_total', 'Requests that recalculations sent to the panel.');
        $failures = Family::counter('virtfusion_stock_panel_request_failures_total', 'Requests without a usable answer.');
        $duration = Family::gauge(
            'virtfusion_stock_panel_last_duration_seconds',
            'Time that the last recalculation waited for the panel.',
            'seconds',
        );
        $counts = $this->shop->panelCounts()->all();
        foreach (array_intersect_key($this->shop->panels()->all(), $counts) as $id => $panel) {
            $labels = ['panel' => $id, 'name' => Text::line($panel->name, 120)];
            $requests->add($labels, $counts[$id]->requests);
            $failures->add($labels, $counts[$id]->failures);
            $duration->add($labels, $counts[$id]->seconds);
        }

        return [$requests, $failures, $duration];
    }

    /** @return list<Family> */
    private function holds(GroupMetrics $groups): array
    {
        $holds = Family::gauge('virtfusion_stock_holds', 'Orders that are not built yet and hold room.');
        $all = $this->shop->openOrders()->read($this->shop->settings(), $this->shop->panels())->all;
        $paid = count(array_filter(array_column($all, 'isPaid')));
        $holds->add(['state' => 'paid'], $paid);
        $holds->add(['state' => 'unpaid'], count($all) - $paid);
        $unplaced = Family::gauge('virtfusion_stock_holds_unplaced', 'Those of them that no hypervisor is kept free for, by reason.');
        $unplaced->add(['reason' => 'without_room'], $groups->orders()['without_room']);
        $incomplete = count(array_filter($all, static fn (Hold $hold): bool => !$hold->isComplete()));
        $unplaced->add(['reason' => 'not_buildable'], $groups->orders()['unbuildable'] + $incomplete);

        return [$holds, $unplaced];
    }
}
