<?php

/*
 * What the demo's panel holds and what its shop sells: a product for each case. The quantities on the right were
 * worked out by hand, with a buffer of 10 % where a product says nothing else; the demo checks itself
 * against them.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

final class Scenario
{
    private const PACKAGES = [
        1 => ['name' => 'VPS-2', 'memory' => 2048, 'cpuCores' => 2, 'primaryStorage' => 20],
        2 => [
            'name' => 'NVMe-4',
            'memory' => 4096,
            'cpuCores' => 2,
            'primaryStorage' => 80,
            'primaryStorageProfile' => 2,
        ],
        3 => ['name' => 'VPS-8', 'memory' => 8192, 'cpuCores' => 4, 'primaryStorage' => 160, 'enabled' => false],
        5 => ['name' => 'VPS-16', 'memory' => 16384, 'cpuCores' => 8, 'primaryStorage' => 160],
    ];

    /** An answer that is none: a web server's error page in the panel's place. */
    private const UNREADABLE = ['path' => '/compute/hypervisors/groups/12/*', 'kind' => 'html'];

    /** @return list<Row> in the order of their ids, from 1 */
    public static function products(): array
    {
        return [
            new Row("Vendor's example", 1, 1, 3, 57),
            new Row('Two locations', 1, 2, 50, 37, [2 => 'London', 3 => 'Frankfurt']),
            new Row('One of them hidden', 1, 2, 50, 27, [2 => 'London'], [3 => 'Frankfurt']),
            new Row('NVMe storage', 2, 10, 0, 7),
            new Row('450 hypervisors', 1, 9, 20, 450),
            new Row('Two IPv4 each', 1, 7, 10, 3, [], [], ['configoption3' => '2']),
            new Row('IPv6 only', 1, 7, 6, 57, [], [], ['configoption3' => '0']),
            new Row('Licence for 35 servers', 1, 8, 9, 4),
            new Row('No buffer', 1, 3, 10, 14, [], [], ['configoption7' => '0']),
            new Row('Without any limit', 1, 6, 100, 2147483647, [], [], ['configoption3' => '0']),
            new Row('One group gone', 1, 44, 30, 10, [44 => 'Madrid', 3 => 'Frankfurt']),
            new Row('Full', 1, 11, 5, 0),
            new Row('Package gone', 4, 2, 8, 0),
            new Row('Package disabled', 3, 2, 4, 0),
            new Row('Group unreadable', 1, 2, 12, 12, [12 => 'Paris']),
            new Row('Panel down', 1, 2, 5, 5, [], [], [], true),
            new Row('No package chosen', null, 2, 6, 6),
            new Row('Stock control off', 1, 1, 99, 99, [], [], ['stockcontrol' => 0]),
            new Row('Three on order', 1, 13, 18, 15, orders: 3),
            new Row('Beside three on order', 5, 13, 3, 2),
        ];
    }

    /** @return array<string, mixed> as the simulated panel reads it */
    public static function world(): array
    {
        return [
            'packages' => array_map(
                static fn (array $package): array => $package + ['primaryStorageProfile' => 0],
                self::PACKAGES,
            ),
            'groups' => self::groups(),
            'faults' => [self::UNREADABLE],
        ];
    }

    public static function packageName(int $id): ?string
    {
        return self::PACKAGES[$id]['name'] ?? null;
    }

    /** @return array<int, string|list<array<string, mixed>>> hypervisors by group; quotas are [max, allocated] */
    private static function groups(): array
    {
        return [
            1 => 'vendor',
            2 => [
                self::host(21, [131072, 65536], [64, 20], [4000, 1000]),
                self::host(22, [131072, 98304], [64, 30], [4000, 1000]),
            ],
            3 => [
                self::host(31, [65536, 16384], [32, 4], [1000, 700]),
                self::host(32, [65536, 0], [32, 0], [1000, 0]) + ['prohibit' => true],
            ],
            6 => [self::host(61, [0, 5000], [0, 3], [0, 120])],
            7 => [['ipv4' => 6] + self::host(71, [262144, 0], [128, 0], [8000, 0])],
            8 => [self::host(81, [262144, 81920], [128, 64], [8000, 620]) + ['servers' => [35, 31]]],
            9 => [self::host(9001, [16384, 12288], [16, 4], [500, 100]) + ['repeat' => 450]],
            10 => [self::host(101, [131072, 32768], [64, 16], [500, 480]) + ['storage_type' => 1, 'other' => [
                self::pool(1, 'nvme-pool', 2, 2000, 1200, true),
                self::pool(2, 'nvme-retired', 2, 9000, 0, false),
                self::pool(3, 'ssd-pool', 1, 9000, 0, true),
            ]]],
            11 => [self::host(111, [65536, 64000], [32, 30], [2000, 900])],
            12 => [self::host(121, [131072, 0], [64, 0], [4000, 0])],
            13 => [self::host(131, [131072, 65536], [64, 20], [4000, 1000])],
        ];
    }

    /**
     * @param array{0: int, 1: int} $memory MB
     * @param array{0: int, 1: int} $cpu cores
     * @param array{0: int, 1: int} $storage GB
     * @return array<string, mixed>
     */
    private static function host(int $id, array $memory, array $cpu, array $storage): array
    {
        return ['id' => $id, 'memory' => $memory, 'cpu' => $cpu, 'storage' => $storage, 'ipv4' => 2000];
    }

    /** @return array<string, mixed> an entry of otherStorage, in GB */
    private static function pool(int $id, string $name, int $type, int $max, int $allocated, bool $enabled): array
    {
        return [
            'id' => $id,
            'name' => $name,
            'enabled' => (int) $enabled,
            'storageType' => $type,
            'isDatastore' => false,
            'path' => "/mnt/{$name}",
            'units' => 'GB',
            'max' => $max,
            'allocated' => $allocated,
            'free' => $max - $allocated,
            'percent' => round(100 * $allocated / $max, 1),
        ];
    }
}
