<?php

/*
 * How many servers of a package fit in a group, from arrays as json_decode returns them. The largest integer means no limit;
 * null means not known.
 */

declare(strict_types=1);

namespace VirtFusionReference;

final class Capacity
{
    private int $memory;
    private int $cores;
    private int $storage;
    private int $medium;

    /**
     * @param array<string, mixed> $package a valid package, without the envelope
     * @param int $buffer held back, in ten-thousandths of a percent
     */
    public function __construct(array $package, private int $ipv4, private int $buffer)
    {
        $this->memory = (int) Values::number($package['memory']);
        $this->cores = (int) Values::number($package['cpuCores']);
        $this->storage = (int) Values::number($package['primaryStorage']);
        $this->medium = (int) Values::number($package['primaryStorageProfile'] ?? 0);
    }

    /** @param array<string, mixed> $resources a group's envelope */
    public function ofGroup(array $resources): ?int
    {
        $sum = 0;
        $highest = null;
        foreach ($resources['data'] as $entry) {
            $eligible = self::eligible($entry['hypervisor'] ?? null);
            if ($eligible === null) {
                return null;
            }
            if (!$eligible) {
                continue;
            }
            $of = $entry['resources'] ?? [];
            $fits = $this->ofHypervisor($of);
            if ($fits === null) {
                return null;
            }
            $sum = self::plus($sum, $fits);
            $network = $of['network']['total']['ipv4'] ?? null;
            if (is_array($network) && array_key_exists('free', $network)) {
                $free = Values::number($network['free']);
                if ($free === null && $this->ipv4 > 0) {
                    return null;
                }
                $highest = $free === null ? $highest : max($highest ?? $free, $free);
            }
        }
        if ($highest === null || $this->ipv4 === 0) {
            return $sum;
        }

        return min($sum, intdiv(max(0, $highest), $this->ipv4));
    }

    public static function plus(int $one, int $two): int
    {
        $sum = $one + $two;

        return is_int($sum) ? $sum : PHP_INT_MAX;
    }

    private static function eligible(mixed $hypervisor): ?bool
    {
        if (!is_array($hypervisor)) {
            return null;
        }
        $enabled = Values::flag($hypervisor['enabled'] ?? null);
        $commissioned = Values::flag($hypervisor['commissioned'] ?? null);
        $prohibit = Values::flag($hypervisor['prohibit'] ?? null);
        if ($enabled === false || $commissioned === false || $prohibit === true) {
            return false;
        }

        return $enabled === null || $commissioned === null || $prohibit === null ? null : true;
    }

    /** @param array<string, mixed> $of */
    private function ofHypervisor(array $of): ?int
    {
        $memory = $this->byCell($this->memory, $of['memory'] ?? null, 'MB');
        $cores = $this->byCell($this->cores, $of['cpuCores'] ?? null, '#');
        $storage = $this->byStorage($of);
        $servers = PHP_INT_MAX;
        if (isset($of['servers'])) {
            $quota = Values::quota($of['servers'], '#');
            $servers = $quota === null ? null : $this->fit(1, $quota, 0);
        }
        if ($memory === null || $cores === null || $storage === null || $servers === null) {
            return null;
        }

        return min($memory, $cores, $storage, $servers);
    }

    private function byCell(int $need, mixed $cell, string $units): ?int
    {
        if ($need <= 0) {
            return PHP_INT_MAX;
        }
        $quota = Values::quota($cell, $units);

        return $quota === null ? null : $this->fit($need, $quota, $this->reserve($quota[0]));
    }

    /** @param array<string, mixed> $of */
    private function byStorage(array $of): ?int
    {
        if ($this->storage <= 0) {
            return PHP_INT_MAX;
        }
        $best = 0;
        $local = $of['localStorage'] ?? null;
        $pools = is_array($local) ? [$local] : [];
        if ($this->medium > 0) {
            foreach ($of['otherStorage'] ?? [] as $pool) {
                if (is_array($pool)) {
                    $pools[] = array_key_exists('storageType', $pool) ? $pool : ['storageType' => $pool['id']] + $pool;
                }
            }
        }
        foreach ($pools as $pool) {
            $enabled = Values::flag($pool['enabled'] ?? null);
            if ($enabled === false) {
                continue;
            }
            if ($this->medium > 0) {
                $type = Values::number($pool['storageType'] ?? null);
                if ($type === null) {
                    return null;
                }
                if ($type !== $this->medium) {
                    continue;
                }
            }
            $fits = $enabled === null ? null : $this->byCell($this->storage, $pool, 'GB');
            if ($fits === null) {
                return null;
            }
            $best = max($best, $fits);
        }

        return $best;
    }

    /** @param array{0: int, 1: int} $quota */
    private function fit(int $need, array $quota, int $reserve): int
    {
        if ($quota[0] === 0) {
            return PHP_INT_MAX;
        }

        return intdiv(max(0, $quota[1] - $reserve), $need);
    }

    private function reserve(int $max): int
    {
        return intdiv($max, 1_000_000) * $this->buffer
            + intdiv($max % 1_000_000 * $this->buffer + 999_999, 1_000_000);
    }
}
