<?php

/*
 * Says what limits a product: "memory on 3 of 5 hypervisors, IPv4 in group 2".
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Report\Sum;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Limitation
{
    /** The most groups that are named; the others are counted. */
    private const NAMED = 3;

    public static function words(Words $words, Report $report): string
    {
        $parts = [];
        $limits = [];
        $skipped = [];
        $eligible = 0;
        $special = 0;
        foreach ($report->groups as $group) {
            $sentence = self::ofGroup($words, $group, $report->ipv4Required);
            if ($sentence === null) {
                $eligible += $group->counts->eligible;
                self::add($limits, $group->counts->limitedBy);
            } elseif (++$special <= self::NAMED) {
                $parts[] = $sentence;
            }
            self::add($skipped, $group->counts->skipped);
        }
        if ($special > self::NAMED) {
            $parts[] = $words->say('limit_further_groups', ['n' => $special - self::NAMED]);
        }
        arsort($limits);
        if (self::isCutByAddresses($report)) {
            array_unshift($parts, $words->say('limit_ipv4_hypervisor'));
        }
        foreach ($limits as $resource => $n) {
            $key = match (true) {
                $eligible === 1 => 'limit_resource_one',
                $n === $eligible => 'limit_resource_all',
                $resource === array_key_first($limits) => 'limit_resource',
                default => 'limit_resource_further',
            };
            $parts[] = $words->say($key, [
                'resource' => $words->say("limited_{$resource}"),
                'n' => Words::number($n),
                'all' => Words::number($eligible),
            ]);
        }
        $sentences = $parts === [] ? [] : [implode(', ', $parts)];
        foreach ($skipped as $why => $n) {
            $sentences[] = $words->count('hypervisors', $n) . ' ' . $words->say("skipped_{$why}");
        }

        return implode('; ', $sentences);
    }

    /** @return string|null null if its hypervisors limit it */
    private static function ofGroup(Words $words, Group $group, int $ipv4): ?string
    {
        $values = ['group' => $words->group($group->id)];

        return match (true) {
            $group->reason !== Group::OK => $words->say("group_{$group->reason}", $values),
            $group->counts->hypervisors === 0 => $words->say('limit_no_hypervisor', $values),
            $group->limitedBy === null => $words->say('limit_none', $values),
            $group->limitedBy === 'ipv4' => $words->say($ipv4 === 1 ? 'limit_ipv4' : 'limit_ipv4_each', $values + [
                'free' => $words->count('addresses', (int) $group->ipv4Left()),
                'each' => $ipv4,
            ]),
            default => null,
        };
    }

    private static function isCutByAddresses(Report $report): bool
    {
        if (!$report->isByHypervisor || $report->quantity === null) {
            return false;
        }
        $fits = Sum::of(array_map(static fn (Group $group): ?int => $group->fits, $report->groups));

        return $report->quantity < ($fits ?? PHP_INT_MAX);
    }

    /**
     * @param array<string, int> $to
     * @param array<string, int> $counts
     */
    private static function add(array &$to, array $counts): void
    {
        foreach ($counts as $key => $n) {
            $to[$key] = ($to[$key] ?? 0) + $n;
        }
    }
}
