<?php

/*
 * A report made fit for the database: bounded however many groups, hypervisors and letters the panel has. What is
 * left out of it is counted, so that no sentence about a group depends on what was kept.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Digest
{
    /** Hypervisors that one report keeps, over all its groups. */
    public const HYPERVISORS = 250;

    /** Groups that one report keeps. */
    public const GROUPS = 250;

    /** Pools that a hypervisor keeps. */
    private const POOLS = 8;

    private const NAME = 80;
    private const NOTE = 300;

    /**
     * @param array<string, mixed> $report as explain() gives it
     * @return array<string, mixed> the same shape; a group has its `counts` and its highest `ipv4_free` beside it, and in `rest` how many
     *     hypervisors were left out and what fits on them (null: no limit)
     */
    public static function report(array $report): array
    {
        $groups = $report['groups'] ?? [];
        $kept = array_slice($groups, 0, self::GROUPS);
        $shares = self::shares(array_map(static fn (array $group): int => count($group['hypervisors']), $kept));
        foreach ($kept as $n => $group) {
            $kept[$n] = self::group($group, $shares[$n]);
        }
        $report['groups'] = $kept;
        $report['groups_left_out'] = count($groups) - count($kept);
        $report['error'] = isset($report['error']) ? Text::line((string) $report['error'], 500) : null;
        if (isset($report['package']['name'])) {
            $report['package']['name'] = self::bounded((string) $report['package']['name'], self::NAME);
        }

        return $report;
    }

    /**
     * What a sentence about the product needs, without its hypervisors.
     *
     * @param array<string, mixed> $report as explain() or report() gives it
     * @return array<string, mixed>
     */
    public static function summary(array $report): array
    {
        $groups = [];
        foreach (array_slice($report['groups'] ?? [], 0, self::GROUPS) as $group) {
            $groups[] = array_diff_key($group, ['hypervisors' => 1, 'notes' => 1, 'rest' => 1]) + [
                'counts' => self::counts($group),
                'ipv4_free' => self::addresses($group),
            ];
        }

        return [
            'quantity' => $report['quantity'] ?? null,
            'package' => $report['package']['id'] ?? null,
            'ipv4_required' => $report['ipv4_required'] ?? 1,
            'ipv4_pool' => $report['ipv4_pool'] ?? 'group',
            'groups' => $groups,
        ];
    }

    /**
     * @param array<string, mixed> $group
     * @return array<string, mixed>
     */
    private static function group(array $group, int $share): array
    {
        $all = $group['hypervisors'];
        $group['counts'] = self::counts($group);
        $group['ipv4_free'] = self::addresses($group);
        $kept = count($all) > $share ? self::thatMatter($all, $share) : $all;
        $left = array_diff_key($all, $kept);
        $group['hypervisors'] = array_map([self::class, 'hypervisor'], array_values($kept));
        $group['notes'] = array_map(
            static fn (mixed $note): string => self::bounded((string) $note, self::NOTE),
            array_slice($group['notes'], 0, 5),
        );
        if ($left !== []) {
            $group['rest'] = ['hypervisors' => count($left), 'fits' => Sum::of(array_column($left, 'fits'))];
        }

        return $group;
    }

    /**
     * @param array<string, mixed> $hypervisor
     * @return array<string, mixed>
     */
    private static function hypervisor(array $hypervisor): array
    {
        if (isset($hypervisor['name'])) {
            $hypervisor['name'] = self::bounded((string) $hypervisor['name'], self::NAME);
        }
        if (isset($hypervisor['pools'])) {
            $hypervisor['pools_left_out'] = max(0, count($hypervisor['pools']) - self::POOLS);
            $hypervisor['pools'] = array_slice($hypervisor['pools'], 0, self::POOLS);
        }

        return $hypervisor;
    }

    /**
     * The hypervisors that servers would be placed on, then those that lack the least for one, then the skipped
     * ones; in the panel's order.
     *
     * @param list<array<string, mixed>> $hypervisors
     * @return array<int, array<string, mixed>>
     */
    private static function thatMatter(array $hypervisors, int $share): array
    {
        $ranks = array_map(static fn (array $hypervisor): array => [
            $hypervisor['skipped'] === null ? 0 : 1,
            -($hypervisor['fits'] ?? PHP_INT_MAX),
            $hypervisor['levels'][$hypervisor['limited_by'] ?? '']['missing'] ?? 0,
        ], $hypervisors);
        asort($ranks);

        return array_intersect_key($hypervisors, array_slice($ranks, 0, $share, true));
    }

    /**
     * @param array<string, mixed> $group
     * @return array<string, mixed> over all its hypervisors, kept or not
     */
    private static function counts(array $group): array
    {
        if (isset($group['counts'])) {
            return $group['counts'];
        }
        $limits = array_count_values(array_filter(array_column($group['hypervisors'], 'limited_by')));
        $skipped = array_count_values(array_filter(array_column($group['hypervisors'], 'skipped')));
        arsort($limits);

        return [
            'hypervisors' => count($group['hypervisors']),
            'eligible' => count(self::eligible($group)),
            'limited_by' => $limits,
            'skipped' => $skipped,
        ];
    }

    /**
     * @param array<string, mixed> $group
     * @return int|null the highest free count that one of its eligible hypervisors tells
     */
    private static function addresses(array $group): ?int
    {
        $free = array_filter(array_column(self::eligible($group), 'ipv4_free'), 'is_int');

        return $free === [] ? null : max($free);
    }

    /**
     * @param array<string, mixed> $group
     * @return list<array<string, mixed>>
     */
    private static function eligible(array $group): array
    {
        return array_values(array_filter(
            $group['hypervisors'],
            static fn (array $hypervisor): bool => (bool) $hypervisor['eligible'],
        ));
    }

    /**
     * Shares of the whole, the small groups first, so that one large group takes nothing from the others.
     *
     * @param array<int, int> $sizes
     * @return array<int, int>
     */
    private static function shares(array $sizes): array
    {
        asort($sizes);
        $left = self::HYPERVISORS;
        $groups = count($sizes);
        $shares = [];
        foreach ($sizes as $n => $size) {
            $shares[$n] = min($size, intdiv($left, $groups));
            $left -= $shares[$n];
            $groups--;
        }

        return $shares;
    }

    private static function bounded(string $text, int $longest): string
    {
        if (strlen($text) <= $longest || preg_match("/^.{0,{$longest}}/us", $text, $start) !== 1) {
            return substr($text, 0, 4 * $longest);
        }

        return $start[0] === $text ? $text : "{$start[0]}...";
    }
}
