<?php

/*
 * A quantity spelled out as the arithmetic that it is: "4 + 0 + 12 = 16, capped by 9 addresses → 9". The figures are
 * the report's; nothing is computed anew.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Arithmetic
{
    /** Terms that are written out. */
    private const TERMS = 12;

    /** @param array<string, mixed> $report as the ledger keeps it */
    public function __construct(private Words $words, private array $report)
    {
    }

    /** The product's: the sum of its groups. */
    public function terms(): string
    {
        $groups = $this->report['groups'];
        $byHypervisor = ($this->report['ipv4_pool'] ?? 'group') === 'hypervisor';
        $parts = array_column($groups, $byHypervisor ? 'fits' : 'quantity');
        $quantity = $this->report['quantity'];
        if (in_array('group_unknown', array_column($groups, 'reason'), true)) {
            $terms = array_map(
                fn (array $group, ?int $part): string => $group['reason'] === 'group_unknown'
                    ? '?'
                    : $this->number($part),
                $groups,
                $parts,
            );

            return $this->join($terms) . ' = ?';
        }
        $terms = array_map(fn (?int $part): string => $this->number($part === PHP_INT_MAX ? null : $part), $parts);
        if (($this->report['groups_left_out'] ?? 0) > 0) {
            $terms[] = $this->words->say('sum_more', ['n' => (int) $this->report['groups_left_out']]);
        }
        if (!$byHypervisor) {
            $sum = $this->number($quantity === PHP_INT_MAX ? null : $quantity);

            return count($terms) < 2 ? $sum : $this->join($terms) . " = {$sum}";
        }
        $fits = Sum::of($parts);
        $text = (count($terms) < 2 ? '' : $this->join($terms) . ' = ') . $this->number($fits);

        return $fits === $quantity || ($fits === null && $quantity === PHP_INT_MAX)
            ? $text
            : $text . $this->words->say('sum_ipv4_hypervisor', ['quantity' => $this->number($quantity)]);
    }

    /**
     * A group's: the sum of its hypervisors, and the addresses' cap.
     *
     * @param array<string, mixed> $group
     */
    public function ofGroup(array $group): string
    {
        if ($group['reason'] !== 'ok') {
            return $this->words->say("group_{$group['reason']}", ['group' => $group['id']]);
        }
        $terms = [];
        foreach ($group['hypervisors'] as $host) {
            if ($host['skipped'] === null) {
                $terms[] = $this->number($host['fits']);
            }
        }
        $more = count($terms) - self::TERMS + ($group['rest']['hypervisors'] ?? 0);
        if ($more > 0) {
            $terms = array_slice($terms, 0, self::TERMS);
            $terms[] = $this->words->say('sum_more', ['n' => $more]);
        }
        $fits = $this->number($group['fits']);
        $text = count($terms) > 1 ? $this->join($terms) . " = {$fits}" : $fits;
        $free = $group['ipv4_free'] ?? null;
        if ($group['ipv4_fits'] === null || $free === null) {
            return $text;
        }
        $each = (int) $this->report['ipv4_required'];
        $key = $group['limited_by'] !== 'ipv4' ? 'sum_uncapped' : ($each === 1 ? 'sum_capped' : 'sum_capped_each');

        return $text . $this->words->say($key, [
            'free' => $this->words->count('free_addresses', max(0, $free)),
            'each' => $each,
            'quantity' => $this->number($group['quantity']),
        ]);
    }

    /** @param array<string, mixed> $group one with hypervisors that were left out */
    public function rest(array $group): string
    {
        return $this->words->say('group_rest', [
            'hypervisors' => $this->words->count('hypervisors', $group['rest']['hypervisors']),
            'fits' => $this->number($group['rest']['fits']),
        ]);
    }

    /** @param list<string> $terms */
    private function join(array $terms): string
    {
        return implode(' + ', $terms);
    }

    private function number(?int $count): string
    {
        return $count === null ? $this->words->say('sum_unlimited') : Words::number($count);
    }
}
