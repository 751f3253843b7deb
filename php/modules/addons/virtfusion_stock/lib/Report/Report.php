<?php

/*
 * Why a product has its quantity, as stored in the ledger: in full, or as a summary without hypervisors and package. A stored report
 * in another format counts as missing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

use UnexpectedValueException;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Report
{
    /** @param list<Group> $groups */
    private function __construct(
        /** Null: not known. PHP_INT_MAX: nothing limits it. */
        public readonly ?int $quantity,
        /** Addresses for one server. */
        public readonly int $ipv4Required,
        /** Whether each hypervisor has its own addresses; else a group shares one pool. */
        public readonly bool $isByHypervisor,
        public readonly array $groups,
        public readonly int $groupsLeftOut,
        public readonly ?Package $package,
        /** In percent; null in a summary. */
        public readonly ?float $buffer,
        /** The quantity without the orders that are not built yet. */
        public readonly ?int $fits,
        /** What those orders take off it. */
        public readonly ?int $held,
        /** Code of the storage type that the package requires; 0: none. Null: not known. */
        public readonly ?int $storageType,
    ) {
    }

    /**
     * @param mixed $stored as BoundedReport makes it
     * @throws UnexpectedValueException if it has another format
     */
    public static function of(mixed $stored): self
    {
        $report = Record::of($stored);
        $package = $report->has('buffer_pct') && $report->has('package') ? Package::of($report->record('package')) : null;

        return new self(
            $report->intOrNull('quantity'),
            $report->int('ipv4_required'),
            $report->text('ipv4_pool') === 'hypervisor',
            array_map(Group::of(...), $report->records('groups')),
            (int) $report->intOrNull('groups_left_out'),
            $package,
            $report->has('buffer_pct') ? $report->number('buffer_pct') : null,
            $report->intOrNull('fits'),
            $report->intOrNull('held'),
            $package?->storageType ?? $report->intOrNull('storage_type'),
        );
    }

    /** @return self|null null if there is none, or it has another format */
    public static function read(?string $json): ?self
    {
        try {
            return $json === null ? null : self::of(json_decode($json, true));
        } catch (UnexpectedValueException) {
            return null;
        }
    }

    /**
     * Only the part about one group.
     *
     * @param mixed $json as stored
     */
    public static function readGroup(mixed $json, int $group): ?self
    {
        $stored = is_string($json) ? json_decode($json, true) : null;
        if (!is_array($stored) || !is_array($stored['groups'] ?? null)) {
            return null;
        }
        $stored['groups'] = array_values(array_filter(
            $stored['groups'],
            static fn (mixed $one): bool => is_array($one) && ($one['id'] ?? null) === $group,
        ));
        try {
            return self::of($stored);
        } catch (UnexpectedValueException) {
            return null;
        }
    }

    public function isUnlimited(): bool
    {
        return $this->quantity === PHP_INT_MAX;
    }

    public function hasUnknownGroup(): bool
    {
        return array_filter($this->groups, static fn (Group $group): bool => !$group->isKnown()) !== [];
    }

    public function hasMissingGroup(): bool
    {
        return array_filter($this->groups, static fn (Group $group): bool => $group->reason === Group::MISSING) !== [];
    }

    /** Whether no hypervisor takes new servers. */
    public function isNowhere(): bool
    {
        return array_filter($this->groups, static fn (Group $group): bool => $group->counts->eligible > 0) === [];
    }

    /** @return HeldOrder|null null if the report does not list the service */
    public function order(int $service): ?HeldOrder
    {
        foreach ($this->groups as $group) {
            foreach ($group->orders as $order) {
                if ($order->service === $service) {
                    return $order;
                }
            }
        }

        return null;
    }

    /** @return list<int> services on order that no hypervisor has room for */
    public function withoutRoom(): array
    {
        $services = [];
        foreach ($this->groups as $group) {
            foreach ($group->orders as $order) {
                if ($order->lacksRoom()) {
                    $services[] = $order->service;
                }
            }
        }

        return $services;
    }
}
