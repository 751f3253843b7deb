<?php

/*
 * One hypervisor group of a report. A summary has only the counts of its hypervisors.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Group
{
    public const OK = 'ok';
    public const MISSING = 'group_missing';
    public const UNKNOWN = 'group_unknown';
    public const HOLD_UNKNOWN = 'hold_unknown';

    /**
     * @param list<string> $notes
     * @param list<Hypervisor> $hypervisors
     * @param list<HeldOrder> $orders
     * @param array<string, Level> $totals of the hypervisors that take new servers, by resource; only in a summary
     */
    private function __construct(
        public readonly int $id,
        public readonly string $reason,
        /** Its part of the quantity; null if unknown, or if addresses count by hypervisor. */
        public readonly ?int $quantity,
        /** What fits on its hypervisors; null: no limit, or unknown. */
        public readonly ?int $fits,
        /** What its addresses allow; null: no limit. */
        public readonly ?int $ipv4Fits,
        public readonly ?string $limitedBy,
        /** The highest count of free addresses that an eligible hypervisor reports. */
        public readonly ?int $ipv4Free,
        public readonly Counts $counts,
        public readonly array $notes,
        public readonly array $hypervisors,
        /** How many hypervisors are left out of the report, and what fits on them (null: no limit). */
        public readonly int $restHypervisors,
        public readonly ?int $restFits,
        /** The orders that it holds room for; in a summary those without room. */
        public readonly array $orders,
        /** How many orders are left out of the report. */
        public readonly int $moreOrders,
        /** IPv4 addresses that the orders take; null if not all are listed. */
        public readonly ?int $ipv4Held,
        public readonly array $totals,
        /** Only in a summary; null too if no hypervisor takes new servers. */
        public readonly ?Largest $largest,
        /** Orders that no hypervisor has room for. */
        public readonly int $withoutRoom,
        /** Orders whose package is missing or disabled. */
        public readonly int $unbuildable,
    ) {
    }

    public static function of(Record $group): self
    {
        $rest = $group->has('rest') ? $group->record('rest') : null;
        $unplaced = $group->has('unplaced') ? $group->record('unplaced') : null;

        return new self(
            $group->int('id'),
            $group->text('reason'),
            $group->intOrNull('quantity'),
            $group->intOrNull('fits'),
            $group->intOrNull('ipv4_fits'),
            $group->textOrNull('limited_by'),
            $group->intOrNull('ipv4_free'),
            Counts::of($group->record('counts')),
            $group->texts('notes'),
            array_map(Hypervisor::of(...), $group->records('hypervisors')),
            $rest?->int('hypervisors') ?? 0,
            $rest?->intOrNull('fits'),
            array_map(HeldOrder::of(...), $group->records('holds')),
            (int) $group->intOrNull('more_holds'),
            $group->intOrNull('ipv4_held'),
            $group->has('totals') ? self::levels($group->record('totals')) : [],
            $group->has('largest') ? Largest::of($group->record('largest')) : null,
            $unplaced?->int('without_room') ?? 0,
            $unplaced?->int('unbuildable') ?? 0,
        );
    }

    /** @return array<string, Level> by resource */
    private static function levels(Record $totals): array
    {
        $levels = [];
        foreach (Hypervisor::RESOURCES as $resource) {
            $levels[$resource] = Level::total($totals->counts($resource));
        }

        return $levels;
    }

    public function isKnown(): bool
    {
        return $this->reason !== self::UNKNOWN && $this->reason !== self::HOLD_UNKNOWN;
    }

    /** Whether a hypervisor limits the number of servers. */
    public function hasSlots(): bool
    {
        foreach ($this->hypervisors as $host) {
            if ($host->levels['servers']?->isUnlimited() === false) {
                return true;
            }
        }

        return false;
    }

    /** @return list<Hypervisor> those that take new servers */
    public function eligible(): array
    {
        return array_values(array_filter($this->hypervisors, static fn (Hypervisor $host): bool => $host->skipped === null));
    }

    /**
     * What it would add to the quantity without its largest hypervisor.
     *
     * @param int $ipv4 addresses of one server
     * @return int|null null: the report does not say; PHP_INT_MAX: no limit
     */
    public function withoutLargest(int $ipv4): ?int
    {
        if ($this->reason !== self::OK || $this->quantity === null || $this->largest === null || $this->largest->hasOrders || $this->ipv4Held === null) {
            return null;
        }
        $free = $this->largest->ipv4Free;
        $byAddresses = $free === null || $ipv4 === 0 ? PHP_INT_MAX : intdiv(max(0, $free - $this->ipv4Held), $ipv4);

        return min($this->largest->fits ?? PHP_INT_MAX, $byAddresses);
    }

    /** The highest count of free addresses without those that the orders take; null if no hypervisor reports one. */
    public function ipv4Left(): ?int
    {
        return $this->ipv4Free === null ? null : max(0, $this->ipv4Free - (int) $this->ipv4Held);
    }

    /** Whether an order is counted on this hypervisor. */
    public function holdsOn(int $hypervisor): bool
    {
        return array_filter($this->orders, static fn (HeldOrder $order): bool => $order->hypervisor === $hypervisor) !== [];
    }
}
