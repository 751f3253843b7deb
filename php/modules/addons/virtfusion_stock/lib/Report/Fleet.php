<?php

/*
 * What a summary keeps of a group's hypervisors: their quotas added up, and what is left without the largest one. It is taken from the
 * whole report, before that is bounded.
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
 * @phpstan-import-type HypervisorReport from StockControl
 */
final class Fleet
{
    /** The resources that the page shows. */
    public const RESOURCES = ['memory', 'cpu', 'storage'];

    private const NAME = 80;

    /** @var list<HypervisorReport> those that take new servers */
    private array $hypervisors;

    /** @param GroupReport $group */
    public function __construct(private array $group)
    {
        $this->hypervisors = array_values(array_filter($group['hypervisors'], static fn (array $host): bool => $host['eligible']));
    }

    /** @return array<string, mixed> `totals` by resource, and `largest` */
    public function summary(): array
    {
        $totals = [];
        foreach (Hypervisor::RESOURCES as $resource) {
            $totals[$resource] = $this->total($resource);
        }
        $largest = $this->largest();

        return ['totals' => $totals] + ($largest === null ? [] : ['largest' => $this->without($largest)]);
    }

    /**
     * The sum of the quotas; a hypervisor without a quota is left out.
     *
     * @return list<int> maximum, used, held, usable, and how many hypervisors have no quota: without their names, because a summary may have
     *     250 groups
     */
    private function total(string $resource): array
    {
        $total = ['max' => 0, 'used' => 0, 'held' => 0, 'usable' => 0];
        $withoutQuota = 0;
        foreach ($this->hypervisors as $host) {
            $level = $host['levels'][$resource] ?? null;
            if ($level === null) {
                continue;
            }
            $withoutQuota += $level['max'] === 0 ? 1 : 0;
            foreach (array_keys($total) as $part) {
                $total[$part] = (int) Sum::of([$total[$part], max(0, $level[$part])]);
            }
        }

        return [...array_values($total), $withoutQuota];
    }

    /** @return int|null the one with the most memory, the first of several; null if none takes new servers */
    private function largest(): ?int
    {
        $largest = null;
        $most = -1;
        foreach ($this->hypervisors as $n => $host) {
            $max = $host['levels']['memory']['max'] ?? -1;
            // No quota is more than any.
            $memory = $max === 0 ? PHP_INT_MAX : $max;
            if ($largest === null || $memory > $most) {
                [$largest, $most] = [$n, $memory];
            }
        }

        return $largest;
    }

    /** @return array{id: int|null, name: string, fits: int|null, ipv4_free: int|null, has_orders: bool} of the others, but for its name */
    private function without(int $largest): array
    {
        $gone = $this->hypervisors[$largest];
        $fits = [];
        $free = null;
        foreach ($this->hypervisors as $n => $host) {
            if ($n !== $largest) {
                $fits[] = $host['fits'];
                $free = max($free ?? $host['ipv4_free'], $host['ipv4_free'] ?? $free);
            }
        }
        $held = array_filter(array_column(array_filter($gone['levels']), 'held'));
        $placed = array_filter($this->group['holds'], static fn (array $hold): bool => $hold['placed'] !== null && $hold['placed'] === $gone['id']);

        return [
            'id' => $gone['id'],
            'name' => Text::line($gone['name'], self::NAME),
            'fits' => Sum::of($fits),
            'ipv4_free' => $free,
            // Orders that are not listed may be on it.
            'has_orders' => $held !== [] || $placed !== [] || $this->group['more_holds'] > 0,
        ];
    }
}
