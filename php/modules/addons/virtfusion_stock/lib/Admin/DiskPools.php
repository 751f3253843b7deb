<?php

/*
 * In which storage pools the disk of a sold server may be, as far as two stored reports say: that of the sold product, and that of the
 * product whose number falls. A report lists the pools of its own product's storage type, without their names.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Hypervisor;
use WHMCS\Module\Addon\VirtfusionStock\Report\Package;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class DiskPools
{
    /** @param Package $faller of the product whose number falls */
    public function __construct(private Package $faller)
    {
    }

    /**
     * The pools in which the sold server's disk may be, and whether they are those of the product that falls.
     *
     * @param list<array{max: int, used: int}> $own the hypervisor's pools for the product that falls
     * @return array{own: bool, cells: list<array{max: int, used: int}>}|null null: the reports do not say
     */
    public function of(Hypervisor $host, array $own, bool $hasOrders, Group $theirs, Package $sold): ?array
    {
        if ($sold->storage <= 0) {
            return ['own' => false, 'cells' => []];
        }
        // An order's disk is in one of several pools, the report does not say in which.
        if ($this->faller->storage > 0 && max(0, $sold->storageType) === max(0, $this->faller->storageType)) {
            return $host->hasFurtherPools || ($hasOrders && count($own) > 1) ? null : ['own' => true, 'cells' => $own];
        }
        $same = $this->same($host, $theirs);
        if ($same === null || $hasOrders || $same->hasFurtherPools || $host->hasFurtherPools) {
            return null;
        }
        // The default mountpoint can be among the pools of a storage type: the report does not name pools.
        $mayShare = $this->faller->storage > 0 && ($sold->storageType <= 0 || $this->faller->storageType <= 0)
            && array_filter($same->pools, static fn (array $pool): bool => in_array($pool, $host->pools, true)) !== [];

        return $mayShare ? null : ['own' => false, 'cells' => $same->pools];
    }

    /** The same hypervisor in the other report, if both were read at the same time. */
    private function same(Hypervisor $host, Group $theirs): ?Hypervisor
    {
        foreach ($theirs->eligible() as $other) {
            if ($other->id !== null && $other->id === $host->id) {
                foreach (['memory', 'cpu', 'servers'] as $resource) {
                    [$one, $two] = [$host->levels[$resource], $other->levels[$resource]];
                    if ($one?->max !== $two?->max || $one?->used !== $two?->used) {
                        return null;
                    }
                }

                return $other;
            }
        }

        return null;
    }

    /**
     * The pool with the most free, the first of several.
     *
     * @param non-empty-list<array{max: int, used: int}> $pools
     * @return int its index
     */
    public static function roomiest(array $pools): int
    {
        $roomiest = 0;
        $most = null;
        foreach ($pools as $n => $pool) {
            $free = $pool['max'] === 0 ? PHP_INT_MAX : $pool['max'] - $pool['used'];
            if ($most === null || $free > $most) {
                [$roomiest, $most] = [$n, $free];
            }
        }

        return $roomiest;
    }
}
