<?php

/*
 * Answers "what if" about a product: another buffer, another package, hypervisors taken out. The stored report is turned back into the
 * panel's answer and the extension computes it, so no panel is asked and no rule is repeated here. What the report does not hold stays
 * unanswered.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Report\Hypervisor;
use WHMCS\Module\Addon\VirtfusionStock\Report\Package;
use WHMCS\Module\Addon\VirtfusionStock\Report\PanelForm;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Report\Sum;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class WhatIf
{
    private const LARGEST = 1_000_000_000;

    /** @var list<string> fields with a value that cannot be used */
    public array $complaints = [];
    public bool $isAsked = false;
    /** @var numeric-string in percent */
    public string $buffer;

    /** @var array{memory: int, cpu: int, storage: int} in MB, cores and GB */
    public array $need;

    /** @var array<int, true> ids of hypervisors */
    public array $out = [];

    /** Null: the stored report does not contain the answer. */
    public ?int $quantity = null;

    /** @var list<array{id: int, before: int|null, after: int|null}> null: not known */
    public array $groups = [];

    private PanelForm $form;

    private function __construct(private Report $report, private Package $package)
    {
        $this->form = new PanelForm($package->storageType);
        $this->buffer = (string) (float) $report->buffer;
        $this->need = ['memory' => $package->memory, 'cpu' => $package->cpu, 'storage' => $package->storage];
    }

    /**
     * @param array<array-key, mixed> $asked buffer, memory, cpu, storage, out
     * @return self|null null if the report names no package
     */
    public static function of(Report $report, array $asked): ?self
    {
        if ($report->package === null) {
            return null;
        }
        $self = new self($report, $report->package);
        if (isset($asked['buffer'])) {
            $self->isAsked = true;
            $self->read($asked);
            if ($self->complaints === [] && Extension::loaded()) {
                $self->compute();
            }
        }

        return $self;
    }

    /** @return int the largest value of a field */
    public static function most(string $field): int
    {
        return $field === 'buffer' ? 100 : self::LARGEST;
    }

    /** @param array<array-key, mixed> $asked */
    private function read(array $asked): void
    {
        $buffer = is_string($asked['buffer'] ?? null) ? trim($asked['buffer'], " \t%") : '';
        if (preg_match('/^\d{1,3}(\.\d{1,10})?$/D', $buffer) === 1 && is_numeric($buffer) && $buffer <= 100) {
            $this->buffer = $buffer;
        } else {
            $this->complaints[] = 'buffer';
        }
        foreach (['memory', 'cpu', 'storage'] as $field) {
            $value = is_string($asked[$field] ?? null) ? trim($asked[$field]) : '';
            if (preg_match('/^\d{1,10}$/D', $value) === 1 && (int) $value <= self::LARGEST) {
                $this->need[$field] = (int) $value;
            } else {
                $this->complaints[] = $field;
            }
        }
        foreach (is_array($asked['out'] ?? null) ? $asked['out'] : [] as $id) {
            if (is_string($id)) {
                $this->out[(int) $id] = true;
            }
        }
    }

    private function compute(): void
    {
        $hosts = [];
        foreach ($this->report->groups as $group) {
            $after = $group->reason === Group::MISSING ? 0 : null;
            if ($group->reason === Group::OK && $this->isAnswerable($group)) {
                $left = array_values(array_filter(
                    $group->eligible(),
                    fn (Hypervisor $host): bool => !isset($this->out[(int) $host->id]),
                ));
                $left = array_map(static fn (Hypervisor $host): Hypervisor => $host->without((int) $group->ipv4Held), $left);
                array_push($hosts, ...$left);
                $after = $this->capacity(
                    array_map($this->form->of(...), $left),
                    $this->report->isByHypervisor ? 0 : $this->report->ipv4Required,
                );
            }
            $this->groups[] = [
                'id' => $group->id,
                'before' => $group->isKnown() ? $group->quantity ?? $group->fits ?? PHP_INT_MAX : null,
                'after' => $after,
            ];
        }
        $after = array_column($this->groups, 'after');
        if (!in_array(null, $after, true) && $this->report->groupsLeftOut === 0) {
            $this->quantity = $this->report->isByHypervisor ? $this->shared($hosts) : Sum::of($after);
        }
    }

    /** Whether the report contains everything that the answer depends on. */
    private function isAnswerable(Group $group): bool
    {
        if ($group->restHypervisors > 0 || $group->moreOrders > 0) {
            return false;
        }
        // For a package without a disk, the report lacks the pools that the panel has.
        if ($this->package->storage <= 0 && $this->need['storage'] > 0) {
            return false;
        }
        foreach ($group->eligible() as $host) {
            // Where the orders on a hypervisor that is taken out would be placed, only the panel's figures say.
            if (isset($this->out[(int) $host->id]) && $group->holdsOn((int) $host->id)) {
                return false;
            }
            // In which of several pools an order's disk is counted is not in the report.
            $isOpen = $host->hasFurtherPools || (count($host->pools) > 1 && $group->holdsOn((int) $host->id));
            if ($isOpen && $this->need['storage'] > 0 && !isset($this->out[(int) $host->id])) {
                return false;
            }
        }

        return true;
    }

    /**
     * What fits if each hypervisor has its own addresses, which may overlap: by ascending free count, what fits on the hypervisors
     * so far and on the next one together is capped by the next one's free count.
     *
     * @param list<Hypervisor> $hosts
     */
    private function shared(array $hosts): ?int
    {
        usort($hosts, static fn (Hypervisor $one, Hypervisor $two): int => ($one->ipv4Free ?? PHP_INT_MAX)
            <=> ($two->ipv4Free ?? PHP_INT_MAX));
        $total = 0;
        foreach ($hosts as $host) {
            // A hypervisor on which as many fit as on those so far.
            $before = $this->form->entry([
                'memory' => ['max' => 0, 'allocated' => 0],
                'cpuCores' => ['max' => 0, 'allocated' => 0],
                'servers' => ['max' => max(1, $total), 'allocated' => $total === 0 ? 1 : 0],
            ], [['max' => 0, 'used' => 0]]);
            $total = $this->capacity([$before, $this->form->of($host)], $this->report->ipv4Required);
            if ($total === null) {
                return null;
            }
        }

        return $total;
    }

    /** @param list<array<string, mixed>> $entries */
    private function capacity(array $entries, int $ipv4): ?int
    {
        return $this->form->capacity($entries, $this->need, $ipv4, (float) $this->buffer);
    }
}
