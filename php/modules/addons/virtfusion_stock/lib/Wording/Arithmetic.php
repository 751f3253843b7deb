<?php

/*
 * Writes a quantity as arithmetic: "4 + 0 + 12 = 16, capped by 9 addresses → 9". All figures come from the report.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Report\Sum;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Arithmetic
{
    /** The most terms that are written out. */
    private const TERMS = 12;

    public function __construct(private Words $words, private Report $report)
    {
    }

    /** Of the product: the sum of its groups. */
    public function terms(): string
    {
        $parts = array_map(
            fn (Group $group): ?int => $this->report->isByHypervisor ? $group->fits : $group->quantity,
            $this->report->groups,
        );
        $terms = array_map(
            fn (Group $group, ?int $part): string => $group->isKnown() ? $this->number($part) : '?',
            $this->report->groups,
            $parts,
        );
        $terms = $this->bounded(array_values($terms), $this->report->groupsLeftOut);
        if ($this->report->hasUnknownGroup()) {
            return $this->equation($terms, '?');
        }
        $quantity = $this->number($this->report->quantity);
        if (!$this->report->isByHypervisor) {
            return $this->equation($terms, $quantity);
        }
        $fits = $this->number(Sum::of($parts));
        $text = $this->equation($terms, $fits);

        return $fits === $quantity
            ? $text
            : $text . $this->words->say('sum_ipv4_hypervisor', ['quantity' => $quantity]);
    }

    /** Of a group: the sum of its hypervisors, capped by the addresses. */
    public function ofGroup(Group $group): string
    {
        if ($group->reason !== Group::OK) {
            return $this->words->say("group_{$group->reason}", ['group' => $this->words->group($group->id)]);
        }
        $terms = [];
        foreach ($group->eligible() as $host) {
            $terms[] = $this->number($host->fits);
        }
        $text = $this->equation($this->bounded($terms, $group->restHypervisors), $this->number($group->fits));
        $free = $group->ipv4Left();
        if ($group->ipv4Fits === null || $free === null) {
            return $text;
        }
        $each = $this->report->ipv4Required;
        $key = $group->limitedBy !== 'ipv4' ? 'sum_uncapped' : ($each === 1 ? 'sum_capped' : 'sum_capped_each');

        return $text . $this->words->say($key, [
            'free' => $this->words->count('free_addresses', $free),
            'each' => $each,
            'quantity' => $this->number($group->quantity),
        ]);
    }

    /** A sentence on the hypervisors that the report leaves out. */
    public function rest(Group $group): string
    {
        return $this->words->say('group_rest', [
            'hypervisors' => $this->words->count('hypervisors', $group->restHypervisors),
            'fits' => $this->number($group->restFits),
        ]);
    }

    /**
     * The first terms, and the number of further ones.
     *
     * @param list<string> $terms
     * @param int $further terms that the report leaves out
     * @return list<string>
     */
    private function bounded(array $terms, int $further): array
    {
        $kept = array_slice($terms, 0, self::TERMS);
        $more = count($terms) - count($kept) + $further;

        return $more === 0 ? $kept : [...$kept, $this->words->say('sum_more', ['n' => Words::number($more)])];
    }

    /** @param list<string> $terms */
    private function equation(array $terms, string $sum): string
    {
        return count($terms) < 2 ? $sum : implode(' + ', $terms) . " = {$sum}";
    }

    /** @param int|null $count null or PHP_INT_MAX: no limit */
    private function number(?int $count): string
    {
        return $count === null || $count === PHP_INT_MAX ? $this->words->say('no_limit') : Words::number($count);
    }
}
