<?php

/*
 * Why a product has the quantity that it has, as the ledger keeps it: in full, or as a summary without hypervisors and
 * package. It is read here and nowhere else; what is not of this version's shape is no report.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

use UnexpectedValueException;

final class Report
{
    /** @param list<Group> $groups */
    private function __construct(
        /** Null: not known. PHP_INT_MAX: nothing limits it. */
        public readonly ?int $quantity,
        /** Addresses for one server. */
        public readonly int $ipv4Required,
        /** Whether each hypervisor has addresses of its own, instead of the group one pool. */
        public readonly bool $isByHypervisor,
        public readonly array $groups,
        public readonly int $groupsLeftOut,
        public readonly ?Package $package,
        /** In percent; null in a summary. */
        public readonly ?float $buffer,
    ) {
    }

    /**
     * @param mixed $digest as Digest makes it
     * @throws UnexpectedValueException when it is of another shape
     */
    public static function of(mixed $digest): self
    {
        $report = Record::of($digest);

        return new self(
            $report->intOrNull('quantity'),
            $report->int('ipv4_required'),
            $report->text('ipv4_pool') === 'hypervisor',
            array_map(Group::of(...), $report->records('groups')),
            (int) $report->intOrNull('groups_left_out'),
            $report->has('buffer_pct') && $report->has('package') ? Package::of($report->record('package')) : null,
            $report->has('buffer_pct') ? $report->number('buffer_pct') : null,
        );
    }

    /** @return self|null null when there is none, or one of another shape */
    public static function read(?string $json): ?self
    {
        try {
            return $json === null ? null : self::of(json_decode($json, true));
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

    /** Whether none of its hypervisors takes new servers. */
    public function isNowhere(): bool
    {
        return array_filter($this->groups, static fn (Group $group): bool => $group->counts->eligible > 0) === [];
    }
}
