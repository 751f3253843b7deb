<?php

/*
 * What selling one server takes off one product in one group. As every open order, the server is placed where the product loses most
 * among the hypervisors that have room for it without any buffer; see docs/quantity.md. All arithmetic is the extension's.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Hypervisor;
use WHMCS\Module\Addon\VirtfusionStock\Report\Package;
use WHMCS\Module\Addon\VirtfusionStock\Report\PanelForm;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Loss
{
    private const NO_ROOM = -1;

    private PanelForm $form;
    private DiskPools $disks;

    /**
     * Those that take new servers, with their quotas and pools, and whether an order may be counted on them.
     *
     * @var list<array{Hypervisor, array<string, array{max: int, allocated: int}>, list<array{max: int, used: int}>, bool}>
     */
    private array $hypervisors = [];

    /** @var array{memory: int, cpu: int, storage: int} of one server of the product that falls */
    private array $need;

    private function __construct(private Report $report, private Group $group, private Package $package)
    {
        $this->form = new PanelForm($package->storageType);
        $this->disks = new DiskPools($package);
        $this->need = self::need($package);
        foreach ($group->eligible() as $host) {
            $this->hypervisors[] = [$host, PanelForm::quotas($host), PanelForm::pools($host), $this->hasOrders($host)];
        }
    }

    /**
     * @param Report $report of the product that falls, with the part about one group
     * @return self|null null if the report does not contain what the answer depends on
     */
    public static function of(Report $report): ?self
    {
        $group = $report->groups[0] ?? null;
        $isWhole = $group !== null && $group->reason === Group::OK && $group->restHypervisors === 0 && $group->ipv4Held !== null;

        return $isWhole && $report->package !== null && !$report->isByHypervisor ? new self($report, $group, $report->package) : null;
    }

    /**
     * @param Report $sold of the product of which one more is sold
     * @return array{int, int}|null at least and at most, the same if the reports say all; null if they do not
     */
    public function ofSelling(Report $sold): ?array
    {
        $theirs = $sold->groups[0] ?? null;
        $package = $sold->package;
        if ($theirs === null || $package === null || $theirs->restHypervisors > 0) {
            return null;
        }
        $form = new PanelForm($package->storageType);
        $least = $most = self::NO_ROOM;
        foreach ($this->hypervisors as [$host, $quotas, $own, $hasOrders]) {
            $pools = $this->disks->of($host, $own, $hasOrders, $theirs, $package);
            $loss = $pools === null
                ? $this->atMostOn($host, $quotas, $package)
                : $this->on($host, $quotas, $own, $package, $form, $pools);
            if ($loss === null) {
                return null;
            }
            $least = $pools === null ? $least : max($least, $loss);
            $most = max($most, $loss);
        }
        $least = $this->after($least, $sold->ipv4Required);
        $most = $this->after($most, $sold->ipv4Required);

        return $least === null || $most === null ? null : [$least, $most];
    }

    /** What the group's quantity falls by if what fits on its hypervisors falls by this, and its addresses by these. */
    private function after(int $loss, int $addresses): ?int
    {
        if ($loss === self::NO_ROOM) {
            // The order takes nothing.
            return 0;
        }
        $before = $this->capped($this->group->fits, 0);
        if ($before !== ($this->group->quantity ?? PHP_INT_MAX)) {
            return null;
        }
        $after = $this->capped($this->group->fits === null ? null : $this->group->fits - $loss, $addresses);

        return $before - $after;
    }

    private function capped(?int $fits, int $addresses): int
    {
        $free = $this->group->ipv4Free;
        $ipv4 = $this->report->ipv4Required;
        $byAddresses = $free === null || $ipv4 === 0
            ? PHP_INT_MAX
            : intdiv(max(0, $free - (int) $this->group->ipv4Held - $addresses), $ipv4);

        return min($fits ?? PHP_INT_MAX, $byAddresses);
    }

    /**
     * @param array<string, array{max: int, allocated: int}> $quotas of the hypervisor
     * @param list<array{max: int, used: int}> $cells its pools for the product that falls
     * @param PanelForm $form of the sold server
     * @param array{own: bool, cells: list<array{max: int, used: int}>} $pools in which the sold server's disk may be
     * @return int|null how much less fits on this hypervisor; NO_ROOM if it has no room for the server; null: not known
     */
    private function on(Hypervisor $host, array $quotas, array $cells, Package $sold, PanelForm $form, array $pools): ?int
    {
        $need = self::need($sold);
        $room = $form->capacity([$form->entry($quotas, $pools['cells'])], $need, 0, 0.0);
        if ($room === null || $room === 0) {
            return $room === null ? null : self::NO_ROOM;
        }
        if ($pools['own'] && $cells !== [] && $need['storage'] > 0) {
            $cells[DiskPools::roomiest($cells)]['used'] += $need['storage'];
        }

        return $this->lost($host, self::with($quotas, $need), $cells);
    }

    /**
     * The most that fits less on a hypervisor of which the reports do not say in which pool the sold server's disk would be.
     *
     * @param array<string, array{max: int, allocated: int}> $quotas of the hypervisor
     */
    private function atMostOn(Hypervisor $host, array $quotas, Package $sold): ?int
    {
        $need = self::need($sold);
        $room = $this->form->capacity([$this->form->entry($quotas, [])], ['storage' => 0] + $need, 0, 0.0);
        if ($room === null || $room === 0) {
            return $room === null ? null : self::NO_ROOM;
        }
        // Of the pool that counts; no other one can then count for less.
        $level = $host->levels['storage'];
        $taken = $sold->storageType > 0 && $this->package->storageType > 0 && $sold->storageType !== $this->package->storageType
            ? 0
            : $need['storage'];
        $cells = $level === null ? [] : [['max' => $level->max, 'used' => $level->used + $level->held + $taken]];

        return $this->lost($host, self::with($quotas, $need), $cells);
    }

    /**
     * @param array<string, array{max: int, allocated: int}> $quotas of the hypervisor, with the sold server
     * @param list<array{max: int, used: int}> $pools with its disk
     */
    private function lost(Hypervisor $host, array $quotas, array $pools): ?int
    {
        $after = $this->form->capacity([$this->form->entry($quotas, $pools)], $this->need, 0, (float) $this->report->buffer);
        // More than before: orders in one of several pools are not in it. Those pools are as they were, and still limit.
        return $after === null ? null : max(0, ($host->fits ?? 0) - $after);
    }

    /**
     * @param array<string, array{max: int, allocated: int}> $quotas
     * @param array{memory: int, cpu: int, storage: int} $need
     * @return array<string, array{max: int, allocated: int}> with one server more
     */
    private static function with(array $quotas, array $need): array
    {
        foreach (['memory' => $need['memory'], 'cpuCores' => $need['cpu'], 'servers' => 1] as $key => $taken) {
            if (isset($quotas[$key])) {
                $quotas[$key]['allocated'] += max(0, $taken);
            }
        }

        return $quotas;
    }

    private function hasOrders(Hypervisor $host): bool
    {
        $held = array_filter($host->levels, static fn ($level): bool => $level !== null && $level->held > 0);

        return $held !== [] || $this->group->moreOrders > 0 || ($host->id !== null && $this->group->holdsOn($host->id));
    }

    /** @return array{memory: int, cpu: int, storage: int} */
    private static function need(Package $package): array
    {
        return ['memory' => $package->memory, 'cpu' => $package->cpu, 'storage' => $package->storage];
    }
}
