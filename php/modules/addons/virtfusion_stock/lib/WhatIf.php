<?php

/*
 * "What if" on a product: another buffer, another package, hypervisors taken out. The stored report is turned back
 * into what the panel said, and the engine computes it: no panel is asked, and no rule stands here a second time.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use VirtFusionDirect\StockControl;

final class WhatIf
{
    private const LARGEST = 1_000_000_000;

    private const FIELDS = ['memory' => 'memory', 'cpu' => 'cpuCores', 'storage' => 'primaryStorage'];

    /** @var list<string> keys of sentences, with their values */
    public array $complaints = [];
    public bool $isAsked = false;
    public string $buffer;

    /** @var array<string, int> memory in MB, cores, storage in GB */
    public array $package;

    /** @var array<int, true> ids of hypervisors */
    public array $out = [];

    public ?int $quantity = null;

    /** @var list<array{id: int, before: int|null, after: int|null}> */
    public array $groups = [];

    /** @param array<string, mixed> $report as the ledger keeps it */
    private function __construct(private array $report)
    {
        $this->buffer = (string) (float) $report['buffer_pct'];
        foreach (self::FIELDS as $field => $key) {
            $this->package[$field] = (int) ($report['package'][$key] ?? 0);
        }
    }

    /**
     * @param array<string, mixed> $report
     * @param array<mixed> $asked buffer, memory, cpu, storage, out
     */
    public static function of(array $report, array $asked): self
    {
        $self = new self($report);
        if (!isset($asked['buffer']) || !is_array($report['package'] ?? null)) {
            return $self;
        }
        $self->isAsked = true;
        $buffer = is_string($asked['buffer']) ? trim($asked['buffer'], " %") : '';
        if (is_numeric($buffer) && $buffer >= 0 && $buffer <= 100) {
            $self->buffer = $buffer;
        } else {
            $self->complaints[] = 'buffer';
        }
        foreach (array_keys(self::FIELDS) as $field) {
            $value = is_string($asked[$field] ?? null) ? trim($asked[$field]) : '';
            if (preg_match('/^\d{1,10}$/D', $value) === 1 && (int) $value <= self::LARGEST) {
                $self->package[$field] = (int) $value;
            } else {
                $self->complaints[] = $field;
            }
        }
        foreach (is_array($asked['out'] ?? null) ? $asked['out'] : [] as $id) {
            if (is_string($id)) {
                $self->out[(int) $id] = true;
            }
        }
        if ($self->complaints === [] && Extension::loaded()) {
            $self->compute();
        }

        return $self;
    }

    /** @return int the largest value of a field */
    public static function most(string $field): int
    {
        return $field === 'buffer' ? 100 : self::LARGEST;
    }

    private function compute(): void
    {
        $hosts = [];
        foreach ($this->report['groups'] as $group) {
            $before = $group['reason'] === 'group_unknown' ? null : ($group['quantity'] ?? $group['fits']);
            $after = $group['reason'] === 'group_missing' ? 0 : null;
            if ($group['reason'] === 'ok' && !isset($group['rest'])) {
                $left = array_values(array_filter(
                    $group['hypervisors'],
                    fn (array $host): bool => $host['skipped'] === null && !isset($this->out[(int) ($host['id'] ?? 0)]),
                ));
                $entries = array_map(fn (array $host): array => $this->entry($host), $left);
                array_push($hosts, ...$entries);
                $after = $this->capacity($entries, $this->isByHypervisor() ? 0 : (int) $this->report['ipv4_required']);
            }
            $this->groups[] = ['id' => (int) $group['id'], 'before' => $before, 'after' => $after];
        }
        if (in_array(null, array_column($this->groups, 'after'), true) || ($this->report['groups_left_out'] ?? 0) > 0) {
            return;
        }
        $this->quantity = $this->isByHypervisor()
            ? $this->shared($hosts)
            : Sum::of(array_column($this->groups, 'after'));
    }

    /**
     * Addresses that each hypervisor has for itself, and that may overlap: taken by ascending free count, the engine
     * caps what fits on those before together with the next one, which says how many are free.
     *
     * @param list<array<string, mixed>> $hosts
     */
    private function shared(array $hosts): ?int
    {
        $free = static fn (array $host): int => $host['resources']['network']['total']['ipv4']['free'] ?? PHP_INT_MAX;
        usort($hosts, static fn (array $one, array $two): int => $free($one) <=> $free($two));
        $total = 0;
        foreach ($hosts as $host) {
            $slots = ['max' => max(1, $total), 'used' => $total === 0 ? 1 : 0];
            $before = $this->entry(['levels' => ['servers' => $slots]], true);
            $total = $this->capacity([$before, $host], (int) $this->report['ipv4_required']);
            if ($total === null) {
                return null;
            }
        }

        return $total;
    }

    /** @param list<array<string, mixed>> $entries */
    private function capacity(array $entries, int $ipv4): ?int
    {
        $package = ['primaryStorageProfile' => $this->storageType()];
        foreach (self::FIELDS as $field => $key) {
            $package[$key] = $this->package[$field];
        }

        return StockControl::groupCapacity(['data' => $entries], $package, $ipv4, (float) $this->buffer);
    }

    /**
     * A hypervisor as the panel would say it.
     *
     * @param array<string, mixed> $host
     * @param bool $isFree one without any quota but its server slots
     * @return array<string, mixed>
     */
    private function entry(array $host, bool $isFree = false): array
    {
        $cell = static fn (array $level): array => ['max' => $level['max'], 'allocated' => $level['used']];
        $none = ['max' => 0];
        $resources = $isFree ? ['memory' => $none, 'cpuCores' => $none] : [];
        foreach (['memory' => 'memory', 'cpu' => 'cpuCores', 'servers' => 'servers'] as $resource => $key) {
            if (is_array($host['levels'][$resource] ?? null)) {
                $resources[$key] = $cell($host['levels'][$resource]);
            }
        }
        $pools = $isFree ? [$none] : array_map($cell, $host['pools'] ?? []);
        $type = $this->storageType();
        foreach ($pools as $pool) {
            $pool += ['enabled' => true, 'storageType' => $type];
            $type > 0 ? $resources['otherStorage'][] = $pool : $resources['localStorage'] = $pool;
        }
        if (isset($host['ipv4_free'])) {
            $resources['network']['total']['ipv4']['free'] = $host['ipv4_free'];
        }

        return [
            'hypervisor' => ['enabled' => true, 'commissioned' => true, 'prohibit' => false],
            'resources' => $resources,
        ];
    }

    private function storageType(): int
    {
        return (int) ($this->report['package']['primaryStorageProfile'] ?? 0);
    }

    private function isByHypervisor(): bool
    {
        return ($this->report['ipv4_pool'] ?? 'group') === 'hypervisor';
    }
}
