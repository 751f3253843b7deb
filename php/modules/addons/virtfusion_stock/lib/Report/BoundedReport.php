<?php

/*
 * Bounds a report for the database, however many groups, hypervisors and characters the panel has. What is left out is counted, so
 * that no sentence about a group depends on what was kept.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

use VirtFusionDirect\StockControl;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/**
 * @phpstan-import-type GroupReport from StockControl
 * @phpstan-import-type HoldReport from StockControl
 * @phpstan-import-type HypervisorReport from StockControl
 * @phpstan-import-type Report from StockControl
 */
final class BoundedReport
{
    /** Version of the format. With another version every report is made again. */
    public const VERSION = 3;

    /** The most hypervisors in a report, over all its groups. */
    public const HYPERVISORS = 250;

    /** The most groups in a report. */
    public const GROUPS = 250;

    /** The most pools of a hypervisor. */
    private const POOLS = 8;

    /** Orders that one report keeps, over all its groups. */
    private const ORDERS = 500;

    /** Orders without room that each group of a summary keeps. */
    private const ORDERS_OF_SUMMARY = 10;

    /** The most notes of a group. */
    private const NOTES = 5;

    private const NAME = 80;
    private const NOTE = 300;

    /**
     * @param Report $report
     * @return array<string, mixed> the same shape. A group also has what counted() returns, and `rest`: how many hypervisors were left
     *     out and what fits on them (null: no limit)
     */
    public static function report(array $report): array
    {
        $kept = array_slice($report['groups'], 0, self::GROUPS);
        $shares = self::shares(array_map(static fn (array $group): int => count($group['hypervisors']), $kept));
        $orders = self::ORDERS;
        $groups = [];
        foreach ($kept as $n => $group) {
            $counted = self::counted($group);
            $group = self::withOrders($group, array_slice($group['holds'], 0, $orders));
            $orders -= count($group['holds']);
            $groups[] = self::group($group, $shares[$n] ?? 0) + $counted;
        }
        $package = $report['package'];
        if ($package !== null) {
            $package['name'] = self::shortened((string) $package['name'], self::NAME);
        }

        return [
            'groups' => $groups,
            'groups_left_out' => count($report['groups']) - count($kept),
            'error' => $report['error'] === null ? null : Text::line($report['error'], 500),
            'package' => $package,
        ] + $report;
    }

    /**
     * The part of a report that sentences about the product need: without hypervisors and package.
     *
     * @param Report $report
     * @return array<string, mixed>
     */
    public static function summary(array $report): array
    {
        $groups = [];
        foreach (array_slice($report['groups'], 0, self::GROUPS) as $group) {
            $lacking = array_filter($group['holds'], self::lacksRoom(...));
            $more = self::counted($group) + (new Fleet($group))->summary();
            $group = self::withOrders($group, array_slice(array_values($lacking), 0, self::ORDERS_OF_SUMMARY));
            $groups[] = array_diff_key($group, ['hypervisors' => 1, 'notes' => 1]) + $more;
        }

        return [
            'quantity' => $report['quantity'],
            'fits' => $report['fits'],
            'held' => $report['held'],
            'ipv4_required' => $report['ipv4_required'],
            'ipv4_pool' => $report['ipv4_pool'],
            'storage_type' => $report['package']['primaryStorageProfile'] ?? null,
            'groups' => $groups,
            'groups_left_out' => count($report['groups']) - count($groups),
        ];
    }

    /** @param HoldReport $hold */
    private static function lacksRoom(array $hold): bool
    {
        return $hold['placed'] === null && !$hold['unbuildable'];
    }

    /**
     * @param GroupReport $group
     * @param list<HoldReport> $kept of its holds
     * @return GroupReport
     */
    private static function withOrders(array $group, array $kept): array
    {
        $group['more_holds'] += count($group['holds']) - count($kept);
        $group['holds'] = $kept;

        return $group;
    }

    /**
     * @param GroupReport $group
     * @return array<string, mixed>
     */
    private static function group(array $group, int $share): array
    {
        $kept = self::mostRelevant($group['hypervisors'], $share);
        $left = array_diff_key($group['hypervisors'], $kept);
        $rest = $left === [] ? [] : ['rest' => [
            'hypervisors' => count($left),
            'fits' => Sum::of(array_map(static fn (array $host): ?int => $host['fits'], $left)),
        ]];

        return [
            'hypervisors' => array_map(self::hypervisor(...), array_values($kept)),
            'notes' => array_map(
                static fn (string $note): string => self::shortened($note, self::NOTE),
                array_slice($group['notes'], 0, self::NOTES),
            ),
        ] + $group + $rest;
    }

    /**
     * @param HypervisorReport $host
     * @return array<string, mixed>
     */
    private static function hypervisor(array $host): array
    {
        return [
            'name' => self::shortened((string) $host['name'], self::NAME),
            'pools' => array_slice($host['pools'], 0, self::POOLS),
            'pools_left_out' => max(0, count($host['pools']) - self::POOLS),
        ] + $host;
    }

    /**
     * Chooses eligible hypervisors with the most room first, then those that lack the least for one server, then skipped ones.
     *
     * @param list<HypervisorReport> $hosts
     * @return array<int, HypervisorReport> in the panel's order
     */
    private static function mostRelevant(array $hosts, int $share): array
    {
        if (count($hosts) <= $share) {
            return $hosts;
        }
        $ranks = array_map(static fn (array $host): array => [
            $host['skipped'] === null ? 0 : 1,
            -($host['fits'] ?? PHP_INT_MAX),
            $host['limited_by'] === null ? 0 : $host['levels'][$host['limited_by']]['missing'] ?? 0,
        ], $hosts);
        asort($ranks);

        return array_intersect_key($hosts, array_slice($ranks, 0, $share, true));
    }

    /**
     * @param GroupReport $group
     * @return array<string, mixed> counts of all its hypervisors and orders, kept or not, and its highest `ipv4_free`
     */
    private static function counted(array $group): array
    {
        $limits = [];
        $skipped = [];
        $eligible = 0;
        $free = null;
        foreach ($group['hypervisors'] as $host) {
            if ($host['limited_by'] !== null) {
                $limits[$host['limited_by']] = ($limits[$host['limited_by']] ?? 0) + 1;
            }
            if ($host['skipped'] !== null) {
                $skipped[$host['skipped']] = ($skipped[$host['skipped']] ?? 0) + 1;
            }
            if ($host['eligible']) {
                $eligible++;
                $free = max($free ?? $host['ipv4_free'], $host['ipv4_free'] ?? $free);
            }
        }
        arsort($limits);

        return [
            'counts' => [
                'hypervisors' => count($group['hypervisors']),
                'eligible' => $eligible,
                'limited_by' => $limits,
                'skipped' => $skipped,
            ],
            'ipv4_free' => $free,
        ] + self::unplaced($group);
    }

    /**
     * @param GroupReport $group
     * @return array<string, array<string, int>> counts of orders without a hypervisor; empty without any
     */
    private static function unplaced(array $group): array
    {
        $counts = [
            'unbuildable' => count(array_filter(array_column($group['holds'], 'unbuildable'))),
            'without_room' => count(array_filter($group['holds'], self::lacksRoom(...))),
        ];

        return array_sum($counts) === 0 ? [] : ['unplaced' => $counts];
    }

    /**
     * How many hypervisors each group may keep. Small groups come first, so that a large one takes nothing from them.
     *
     * @param list<int> $sizes
     * @return array<int, int> by index in the list
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

    private static function shortened(string $text, int $longest): string
    {
        if (strlen($text) <= $longest || preg_match("/^.{0,{$longest}}/us", $text, $start) !== 1) {
            return substr($text, 0, 4 * $longest);
        }

        return $start[0] === $text ? $text : "{$start[0]}...";
    }
}
