<?php

/*
 * What limits a product, in words: "memory on 3 of 5 hypervisors, IPv4 in group 2".
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Limitation
{
    /** Groups and hypervisors that are named one by one before the rest is counted. */
    private const NAMED = 3;

    /** @param array<string, mixed> $summary as Digest makes it */
    public static function words(Words $words, array $summary): string
    {
        $parts = [];
        $limits = [];
        $skipped = [];
        $eligible = 0;
        $special = 0;
        foreach ($summary['groups'] as $group) {
            $counts = $group['counts'];
            $sentence = self::ofGroup($words, $group, (int) $summary['ipv4_required']);
            if ($sentence === null) {
                $eligible += $counts['eligible'];
                self::add($limits, $counts['limited_by']);
            } elseif (++$special <= self::NAMED) {
                $parts[] = $sentence;
            }
            self::add($skipped, $counts['skipped']);
        }
        if ($special > self::NAMED) {
            $parts[] = $words->say('limit_further_groups', ['n' => $special - self::NAMED]);
        }
        arsort($limits);
        if (self::isCutByAddresses($summary)) {
            array_unshift($parts, $words->say('limit_ipv4_hypervisor'));
        }
        foreach ($limits as $resource => $n) {
            $further = $resource !== array_key_first($limits) ? '_further' : '';
            $parts[] = $words->say('limit_resource' . ($eligible === 1 ? '_one' : $further), [
                'resource' => $words->say("limited_{$resource}"),
                'n' => $n,
                'all' => $eligible,
            ]);
        }
        $sentences = $parts === [] ? [] : [implode(', ', $parts)];
        foreach ($skipped as $why => $n) {
            $sentences[] = $words->count('hypervisors', $n) . ' ' . $words->say("skipped_{$why}");
        }

        return implode('; ', $sentences);
    }

    /** @param array<string, mixed> $summary */
    public static function nowhere(array $summary): bool
    {
        foreach ($summary['groups'] as $group) {
            if ($group['counts']['eligible'] > 0) {
                return false;
            }
        }

        return true;
    }

    /**
     * @param array<string, mixed> $group
     * @return string|null null when its hypervisors limit it
     */
    private static function ofGroup(Words $words, array $group, int $ipv4): ?string
    {
        $values = ['group' => (int) $group['id']];
        if ($group['reason'] !== 'ok') {
            return $words->say("group_{$group['reason']}", $values);
        }
        if ($group['counts']['hypervisors'] === 0) {
            return $words->say('limit_no_hypervisor', $values);
        }
        if ($group['limited_by'] === null) {
            return $words->say('limit_none', $values);
        }
        if ($group['limited_by'] === 'ipv4') {
            $free = $words->count('addresses', max(0, (int) $group['ipv4_free']));

            $key = $ipv4 === 1 ? 'limit_ipv4' : 'limit_ipv4_each';

            return $words->say($key, $values + ['free' => $free, 'each' => $ipv4]);
        }

        return null;
    }

    /** @param array<string, mixed> $summary */
    private static function isCutByAddresses(array $summary): bool
    {
        if ($summary['ipv4_pool'] !== 'hypervisor' || $summary['quantity'] === null) {
            return false;
        }
        $fits = Sum::of(array_column($summary['groups'], 'fits'));

        return $fits === null ? $summary['quantity'] < PHP_INT_MAX : $summary['quantity'] < $fits;
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
