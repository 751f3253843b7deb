<?php

/*
 * The reason of a product's quantity, for the demo's table. Reads the addon's ledger and computes nothing.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

final class Words
{
    private const RESOURCES = [
        'memory' => 'memory',
        'cpu' => 'CPU',
        'storage' => 'storage',
        'servers' => 'server slots',
    ];

    private const SKIPPED = [
        'disabled' => 'disabled',
        'not_commissioned' => 'not commissioned',
        'prohibited' => 'closed to new servers',
    ];

    /** @param object|null $entry the product's row in the addon's ledger */
    public static function of(Row $product, ?object $entry): string
    {
        if (!$product->isControlled()) {
            return 'stock control is off: never touched';
        }
        if ($entry === null) {
            return 'was not looked at';
        }
        $report = json_decode((string) $entry->summary, true) ?? [];

        return match ((string) $entry->reason) {
            'ok' => self::limits($report),
            'package_missing' => "package {$product->package} does not exist on the panel",
            'package_disabled' => "package {$product->package} is disabled on the panel",
            'package_unknown' => "package {$product->package} not read: " . self::cause($entry),
            'group_unknown' => 'group ' . self::unknownGroups($report) . ' not read: ' . self::cause($entry),
            'no_package' => 'the product names no package',
            'no_groups' => 'the product names no group',
            default => "{$entry->reason}: {$entry->error}",
        };
    }

    /** @param array<string, mixed> $report */
    private static function limits(array $report): string
    {
        $parts = [];
        $limiting = [];
        $skipped = [];
        // A report counts all hypervisors, and keeps some of them one by one.
        $add = static function (array &$sum, array $counts): void {
            foreach ($counts as $name => $count) {
                $sum[$name] = ($sum[$name] ?? 0) + $count;
            }
        };
        foreach ($report['groups'] as $group) {
            if ($group['reason'] === 'group_missing') {
                $parts[] = "group {$group['id']} does not exist and adds 0";
            } elseif ($group['limited_by'] === null) {
                $parts[] = "nothing limits group {$group['id']}: the column's largest number";
            } elseif ($group['limited_by'] === 'ipv4') {
                $parts[] = "IPv4: {$group['ipv4_free']} addresses free, {$report['ipv4_required']} for each server";
            } else {
                $add($limiting, $group['counts']['limited_by']);
            }
            $add($skipped, $group['counts']['skipped']);
        }
        arsort($limiting);
        foreach (array_keys($limiting) as $n => $resource) {
            $count = $limiting[$resource];
            $parts[] = self::RESOURCES[$resource] . ' on ' . ($n === 0 ? self::hypervisors($count) : $count);
        }
        foreach ($skipped as $why => $count) {
            $parts[] = self::hypervisors($count) . ' ' . self::SKIPPED[$why];
        }

        if ((int) $report['held'] > 0) {
            $parts[] = "{$report['fits']} fit and {$report['held']} " . ($report['held'] === 1 ? 'is' : 'are') . ' on order';
        }

        return ($report['quantity'] === 0 ? 'no room: ' : '') . implode(', ', $parts);
    }

    private static function hypervisors(int $count): string
    {
        return $count === 1 ? '1 hypervisor' : "{$count} hypervisors";
    }

    /** @param array<string, mixed> $report */
    private static function unknownGroups(array $report): string
    {
        $isUnknown = static fn (array $group): bool => $group['reason'] === 'group_unknown';

        return implode(', ', array_column(array_filter($report['groups'] ?? [], $isUnknown), 'id'));
    }

    /** The error without the address that was asked, which the words before it have named. */
    private static function cause(object $entry): string
    {
        return preg_replace('/^GET \S+: /', '', (string) $entry->error);
    }
}
