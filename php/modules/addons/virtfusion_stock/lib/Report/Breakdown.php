<?php

/*
 * What fits in a group by each resource, in the form that the host module's groupCapacity() reports. Every number comes from the
 * extension, which is asked about one hypervisor at a time and, for one resource, with all other needs set to 0.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

use VirtFusionDirect\StockControl;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Breakdown
{
    private const UNLIMITED = 'unlimited';

    private const NOTHING = ['memory' => 0, 'cpuCores' => 0, 'primaryStorage' => 0, 'primaryStorageProfile' => 0];

    /** By flag: its value on a hypervisor that takes part, and why one with the other value does not. */
    private const FLAGS = [
        'enabled' => [true, 'disabled'],
        'commissioned' => [true, 'not commissioned'],
        'prohibit' => [false, 'prohibited'],
    ];

    /**
     * @param array<array-key, mixed> $package without its envelope
     * @param int $ipv4 addresses of one server; below 0 means 1, as in a product
     * @param float $buffer percentage of every quota that stays free
     */
    public function __construct(private array $package, private int $ipv4, private float $buffer)
    {
        $this->ipv4 = $ipv4 < 0 ? 1 : $ipv4;
    }

    /**
     * @param array<array-key, mixed> $response the group's envelope
     * @return int|null null if it is not understood
     */
    public function total(array $response): ?int
    {
        return StockControl::groupCapacity($response, $this->package, $this->ipv4, $this->buffer);
    }

    /**
     * @param array<array-key, mixed> $response the group's envelope
     * @return array<string, array<string, int|string>|string> by "id:name": what fits, or why the hypervisor is skipped
     */
    public function hypervisors(array $response): array
    {
        $lines = $seen = [];
        $entries = is_array($response['data'] ?? null) ? $response['data'] : [];
        foreach (array_filter($entries, 'is_array') as $entry) {
            $identity = is_array($entry['hypervisor'] ?? null) ? $entry['hypervisor'] : [];
            $id = self::text($identity['id'] ?? null);
            // The first of several entries with one id counts.
            if ($id === '' || !isset($seen[$id])) {
                $lines["{$id}:" . self::text($identity['name'] ?? null)] = $this->hypervisor($entry, $identity);
            }
            $seen[$id] = true;
        }

        return $lines;
    }

    /**
     * @param array<array-key, mixed> $resources of one hypervisor
     * @param int $type the storage type, 0 for the default mountpoint
     * @param int $need GB of one disk
     * @param float $buffer percentage of the pool that stays free
     * @return int|null disks that fit into the best pool; null if its figures are not understood
     */
    public static function storage(array $resources, int $type, int $need, float $buffer): ?int
    {
        $package = ['primaryStorage' => $need, 'primaryStorageProfile' => $type] + self::NOTHING;
        $pools = array_intersect_key($resources, ['localStorage' => 0, 'otherStorage' => 0]);

        return self::ask(['hypervisor' => self::eligible(), 'resources' => $pools], $package, 0, $buffer);
    }

    /**
     * @param array<array-key, mixed> $entry
     * @param array<array-key, mixed> $identity
     * @return array<string, int|string>|string
     */
    private function hypervisor(array $entry, array $identity): array|string
    {
        $why = $this->reasonToSkip($identity);
        if ($why !== null) {
            return "skipped: {$why}";
        }
        $fits = self::ask($entry, $this->package, 0, $this->buffer);
        if ($fits === null) {
            return 'skipped: its figures are not understood';
        }

        return [
            'memory' => $this->by($entry, ['memory']),
            'cpu' => $this->by($entry, ['cpuCores']),
            'storage' => $this->by($entry, ['primaryStorage', 'primaryStorageProfile']),
            'ipv4Free' => self::number(self::ask(self::withoutSlots($entry), self::NOTHING, 1, 0.0)),
            'fits' => self::number($fits),
        ];
    }

    /**
     * The extension says only whether a hypervisor takes part. With one of its flags and good ones otherwise, it says whether that flag is why.
     *
     * @param array<array-key, mixed> $identity
     */
    private function reasonToSkip(array $identity): ?string
    {
        foreach (self::FLAGS as $flag => [, $why]) {
            $flags = array_key_exists($flag, $identity) ? [$flag => $identity[$flag]] : [];
            if (self::ask(['hypervisor' => $flags + self::eligible(), 'resources' => []], self::NOTHING, 0, 0.0) === 0) {
                return $why;
            }
        }

        return null;
    }

    /**
     * @param array<array-key, mixed> $entry
     * @param list<string> $needs of the package, the only ones that count
     */
    private function by(array $entry, array $needs): int|string
    {
        $package = array_intersect_key($this->package, array_flip($needs)) + self::NOTHING;

        return self::number(self::ask(self::withoutSlots($entry), $package, 0, $this->buffer));
    }

    /**
     * Without the count of servers, which limits whatever is needed.
     *
     * @param array<array-key, mixed> $entry
     * @return array<array-key, mixed>
     */
    private static function withoutSlots(array $entry): array
    {
        if (is_array($entry['resources'] ?? null)) {
            unset($entry['resources']['servers']);
        }

        return $entry;
    }

    /**
     * @param array<array-key, mixed> $entry
     * @param array<array-key, mixed> $package
     */
    private static function ask(array $entry, array $package, int $ipv4, float $buffer): ?int
    {
        return StockControl::groupCapacity(['data' => [$entry]], $package, $ipv4, $buffer);
    }

    /** @return array<string, bool> */
    private static function eligible(): array
    {
        return array_map(static fn (array $flag): bool => $flag[0], self::FLAGS);
    }

    /** A number that is not understood limits nothing here: it belongs to a resource that the package does not need. */
    private static function number(?int $count): int|string
    {
        return $count === null || $count === PHP_INT_MAX ? self::UNLIMITED : $count;
    }

    private static function text(mixed $value): string
    {
        return is_scalar($value) ? (string) $value : '';
    }
}
