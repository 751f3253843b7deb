<?php

/*
 * One product in one hypervisor group: its number, and what that would be without the group's largest hypervisor.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Report\Sum;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class GroupProduct
{
    private function __construct(
        public readonly ProductLine $line,
        /** The report's part about the group; null if it has none. */
        public readonly ?Group $group,
        /** What the group adds to its number; null: not known, or not computed by group. PHP_INT_MAX: no limit. */
        public readonly ?int $part,
        /** Its number without the largest hypervisor; null if the stored report does not say. */
        public readonly ?int $without,
        /** Why it does not: the end of a sentence's key. */
        public readonly ?string $whyOpen,
    ) {
    }

    /**
     * @param Report|null $summary null if there is none that this version can read
     * @param Group|null $group of the summary
     * @param int $largest the largest quantity to publish
     */
    public static function of(ProductLine $line, ?Report $summary, ?Group $group, int $largest): self
    {
        if ($summary === null || $group === null || $line->isNotUpdated() || !$group->isKnown()) {
            return new self($line, $group, null, null, 'unknown');
        }
        $without = $summary->quantity === null ? null : self::without($summary, $group, $largest);
        $whyOpen = match (true) {
            $without !== null => null,
            $summary->isByHypervisor => 'addresses',
            $group->largest === null => $group->counts->eligible === 0 ? 'none' : 'unknown',
            default => 'orders',
        };

        return new self($line, $group, $group->quantity, $without, $whyOpen);
    }

    private static function without(Report $summary, Group $lessened, int $largest): ?int
    {
        $parts = [];
        foreach ($summary->groups as $group) {
            $part = $group === $lessened ? $group->withoutLargest($summary->ipv4Required) : $group->quantity;
            if ($part === null) {
                return null;
            }
            $parts[] = $part;
        }

        return $summary->groupsLeftOut > 0 ? null : min($largest, (int) Sum::of($parts));
    }
}
