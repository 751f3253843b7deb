<?php

/*
 * Metrics of each hypervisor group, from the summaries of the products that can be placed in it. A product that is not known now does
 * not count. Products with different buffers see the same group differently: what counts is the product that leaves the most free.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Metrics;

use WHMCS\Module\Addon\VirtfusionStock\Panel\GroupNames;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Level;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class GroupMetrics
{
    /** By resource: its unit, and how many of them the panel's unit is. */
    private const UNITS = [
        'memory' => ['bytes', 1 << 20],
        'cpu' => ['cores', 1],
        'storage' => ['bytes', 1 << 30],
        'servers' => ['servers', 1],
    ];

    /** @var array<string, array{array<string, int|string>, Level}> labels and totals */
    private array $totals = [];

    /** @var array<string, array{array<string, int|string>, int, int}> labels, free and reserved addresses */
    private array $addresses = [];

    /** @var array<string, array{without_room: int, unbuildable: int}> */
    private array $orders = [];

    public function __construct(private GroupNames $names)
    {
    }

    /** Takes a product that is known. */
    public function add(int $panel, Report $summary): void
    {
        foreach ($summary->groups as $group) {
            $labels = ['panel' => $panel, 'group' => $group->id, 'name' => $this->names->all()[$panel][$group->id] ?? ''];
            foreach ($group->totals as $resource => $total) {
                $type = $resource === 'storage' ? (string) $summary->storageType : '';
                $this->takeTotal($labels + ['resource' => $resource, 'storage_type' => $type], $total);
            }
            if (!$summary->isByHypervisor) {
                $this->takeAddresses($labels + ['resource' => 'ipv4'], $group);
            }
            $orders = $this->orders["{$panel}:{$group->id}"] ?? ['without_room' => 0, 'unbuildable' => 0];
            $this->orders["{$panel}:{$group->id}"] = [
                'without_room' => max($orders['without_room'], $group->withoutRoom),
                'unbuildable' => max($orders['unbuildable'], $group->unbuildable),
            ];
        }
    }

    /** @return list<Family> */
    public function families(): array
    {
        $maximum = Family::gauge('virtfusion_stock_group_maximum', 'Quota of the hypervisors that take new servers; +Inf without a quota.');
        $allocated = Family::gauge('virtfusion_stock_group_allocated', 'What servers on these hypervisors have been given.');
        $reserved = Family::gauge('virtfusion_stock_group_reserved', 'What the buffer keeps free and orders which are not built yet take.');
        $free = Family::gauge('virtfusion_stock_group_free', 'What new orders can still take; +Inf without a quota.');
        ksort($this->totals, SORT_NATURAL);
        foreach ($this->totals as [$labels, $total]) {
            [$unit, $size] = self::UNITS[$labels['resource']] ?? ['', 1];
            $labels['unit'] = $unit;
            $hasLimit = $total->withoutQuota === 0;
            $maximum->add($labels, $hasLimit ? $total->max * $size : PHP_INT_MAX);
            $allocated->add($labels, $hasLimit ? $total->used * $size : null);
            $reserved->add($labels, $hasLimit ? ($total->held + $total->reserved()) * $size : null);
            $free->add($labels, $hasLimit ? $total->usable * $size : PHP_INT_MAX);
        }
        ksort($this->addresses, SORT_NATURAL);
        foreach ($this->addresses as [$labels, $left, $taken]) {
            $labels['unit'] = 'addresses';
            $reserved->add($labels, $taken);
            $free->add($labels, $left);
        }

        return [$maximum, $allocated, $reserved, $free];
    }

    /** @return array{without_room: int, unbuildable: int} orders of all groups */
    public function orders(): array
    {
        return [
            'without_room' => array_sum(array_column($this->orders, 'without_room')),
            'unbuildable' => array_sum(array_column($this->orders, 'unbuildable')),
        ];
    }

    /** @param array<string, int|string> $labels */
    private function takeTotal(array $labels, Level $total): void
    {
        $key = implode(':', [$labels['panel'], $labels['group'], $labels['resource'], $labels['storage_type']]);
        if (!isset($this->totals[$key]) || $total->usable > $this->totals[$key][1]->usable) {
            $this->totals[$key] = [$labels, $total];
        }
    }

    /** @param array<string, int|string> $labels */
    private function takeAddresses(array $labels, Group $group): void
    {
        $left = $group->ipv4Held === null ? null : $group->ipv4Left();
        if ($left !== null) {
            $this->addresses["{$labels['panel']}:{$labels['group']}"] = [$labels, $left, (int) $group->ipv4Held];
        }
    }
}
