<?php

/*
 * Turns hypervisors of a stored report back into the panel's form, so that the extension computes with them: no rule is repeated here,
 * and no panel is asked. Orders that are counted on a hypervisor are part of what is used.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

use VirtFusionDirect\StockControl;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class PanelForm
{
    private const ELIGIBLE = ['enabled' => true, 'commissioned' => true, 'prohibit' => false];

    /** @param int $storageType the one for which the report lists pools */
    public function __construct(private int $storageType)
    {
    }

    /** @return array<string, mixed> a hypervisor that takes new servers */
    public function of(Hypervisor $host): array
    {
        return $this->entry(self::quotas($host), self::pools($host), $host->ipv4Free);
    }

    /** @return array<string, array{max: int, allocated: int}> by the panel's name of the resource */
    public static function quotas(Hypervisor $host): array
    {
        $quotas = [];
        foreach (['memory' => 'memory', 'cpu' => 'cpuCores', 'servers' => 'servers'] as $resource => $key) {
            $level = $host->levels[$resource];
            if ($level !== null) {
                $quotas[$key] = ['max' => $level->max, 'allocated' => $level->used + $level->held];
            }
        }

        return $quotas;
    }

    /**
     * Its pools. In which of several an order's disk is counted, the report does not say.
     *
     * @return list<array{max: int, used: int}>
     */
    public static function pools(Hypervisor $host): array
    {
        $held = count($host->pools) === 1 ? (int) $host->levels['storage']?->held : 0;

        return array_map(static fn (array $pool): array => ['max' => $pool['max'], 'used' => $pool['used'] + $held], $host->pools);
    }

    /**
     * @param array<string, array{max: int, allocated: int}> $quotas
     * @param list<array{max: int, used: int}> $pools
     * @return array<string, mixed> a hypervisor that takes new servers
     */
    public function entry(array $quotas, array $pools, ?int $ipv4Free = null): array
    {
        $cells = array_map(fn (array $pool): array => [
            'max' => $pool['max'],
            'allocated' => $pool['used'],
            'enabled' => true,
            'storageType' => $this->storageType,
        ], $pools);
        $resources = $quotas;
        if ($cells !== []) {
            $resources += $this->storageType > 0 ? ['otherStorage' => $cells] : ['localStorage' => $cells[0]];
        }
        if ($ipv4Free !== null) {
            $resources['network'] = ['total' => ['ipv4' => ['free' => $ipv4Free]]];
        }

        return ['hypervisor' => self::ELIGIBLE, 'resources' => $resources];
    }

    /**
     * @param list<array<string, mixed>> $entries hypervisors
     * @param array{memory: int, cpu: int, storage: int} $need
     * @param int $ipv4 addresses of one server; 0: they do not limit it
     * @param float $buffer in percent
     * @return int|null null: not understood; PHP_INT_MAX: no limit
     */
    public function capacity(array $entries, array $need, int $ipv4, float $buffer): ?int
    {
        return StockControl::groupCapacity(['data' => $entries], [
            'memory' => $need['memory'],
            'cpuCores' => $need['cpu'],
            'primaryStorage' => $need['storage'],
            'primaryStorageProfile' => $this->storageType,
        ], $ipv4, $buffer);
    }
}
