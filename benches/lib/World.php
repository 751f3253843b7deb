<?php

/*
 * The content of the simulated panel: entries in the vendor's form whose values differ. Nothing is random, so that two runs
 * measure the same work.
 */

declare(strict_types=1);

namespace VirtFusionBench;

final class World
{
    /**
     * @param int $packages the number of packages
     * @param int $groups the number of groups
     * @param int $hypervisors the number in each group
     * @return array<string, mixed> for the panel's control port
     */
    public static function of(int $packages, int $groups, int $hypervisors): array
    {
        $world = ['packages' => [], 'groups' => []];
        for ($package = 1; $package <= $packages; $package++) {
            $world['packages'][(string) $package] = self::package($package);
        }
        for ($group = 1; $group <= $groups; $group++) {
            $world['groups'][(string) $group] = self::group($group, $hypervisors);
        }

        return $world;
    }

    /** @return list<array<string, mixed>> */
    public static function group(int $group, int $hypervisors): array
    {
        return array_map(
            static fn (int $n): array => self::hypervisor($group * 10_000 + $n, $n),
            range(1, $hypervisors),
        );
    }

    /** @return array<string, mixed> */
    public static function package(int $n): array
    {
        return [
            'name' => "VPS-{$n}",
            'memory' => 1024 * $n,
            'cpuCores' => 1 + intdiv($n, 2),
            'primaryStorage' => 20 * $n,
            'primaryStorageProfile' => $n % 3,
        ];
    }

    /** @return array<string, mixed> an entry of the panel's answer */
    private static function hypervisor(int $id, int $n): array
    {
        $used = $n * 7 % 60;

        return [
            'hypervisor' => [
                'id' => $id, 'name' => "hv-{$id}", 'enabled' => $n % 19 !== 0, 'prohibit' => $n % 17 === 0,
                'accept' => false, 'commissioned' => true,
            ],
            'resources' => [
                'servers' => self::cell('#', $n % 5 === 0 ? 250 : 0, $n),
                'memory' => self::cell('MB', 262144, 2621 * $used),
                'cpuCores' => self::cell('#', 256, 2 * $used),
                'localStorage' => [
                    'enabled' => 1, 'name' => 'Local (Default mountpoint)', 'storageType' => 1,
                ] + self::cell('GB', 2000, 20 * $used),
                'otherStorage' => [
                    ['id' => 2, 'name' => 'NVMe', 'enabled' => 1, 'path' => '/mnt/nvme', 'storageType' => 2,
                        'isDatastore' => false] + self::cell('GB', 8000, 80 * $used),
                    ['id' => 3, 'name' => 'Ceph RBD', 'enabled' => $n % 2, 'path' => null, 'storageType' => 1,
                        'isDatastore' => true] + self::cell('GB', 13333333, 10 * $used),
                ],
                'network' => ['total' => ['ipv4' => ['free' => 4000]]],
            ],
        ];
    }

    /** @return array<string, mixed> */
    private static function cell(string $units, int $max, int $allocated): array
    {
        return [
            'units' => $units,
            'max' => $max,
            'allocated' => $allocated,
            'free' => $max - $allocated,
            'percent' => $max === 0 ? null : round(100 * $allocated / $max, 1),
        ];
    }
}
