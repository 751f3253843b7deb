<?php

/*
 * One hypervisor of a report: how many servers fit by each resource, and how full it is.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Hypervisor
{
    /** The resources that can limit a hypervisor. */
    public const RESOURCES = ['memory', 'cpu', 'storage', 'servers'];

    /**
     * @param array<string, int|null> $by how many fit by each resource; null: no limit
     * @param array<string, Level|null> $levels by resource; null if the panel's figures are missing or not understood
     * @param list<array{max: int, used: int}> $pools those that can hold the package's disk
     */
    private function __construct(
        public readonly ?int $id,
        private readonly string $name,
        /** Why it is skipped; null if it is eligible. */
        public readonly ?string $skipped,
        /** How many servers fit; null: no limit. */
        public readonly ?int $fits,
        public readonly ?string $limitedBy,
        public readonly array $by,
        public readonly array $levels,
        public readonly ?int $ipv4Free,
        public readonly array $pools,
        /** Whether the report leaves out some of its pools. */
        public readonly bool $hasFurtherPools,
    ) {
    }

    public static function of(Record $host): self
    {
        $levels = $host->record('levels');
        $by = [];
        $ofResources = [];
        foreach (self::RESOURCES as $resource) {
            $by[$resource] = $host->intOrNull($resource);
            $ofResources[$resource] = $levels->has($resource) ? Level::of($levels->record($resource)) : null;
        }

        return new self(
            $host->intOrNull('id'),
            (string) $host->textOrNull('name'),
            $host->textOrNull('skipped'),
            $host->intOrNull('fits'),
            $host->textOrNull('limited_by'),
            $by,
            $ofResources,
            $host->intOrNull('ipv4_free'),
            array_map(
                static fn (Record $pool): array => ['max' => $pool->int('max'), 'used' => $pool->int('used')],
                $host->records('pools'),
            ),
            (int) $host->intOrNull('pools_left_out') > 0,
        );
    }

    /** The name, or the id if it has none. */
    public function name(): string
    {
        $name = Text::line($this->name, 80);

        return $name !== '' ? $name : '#' . ($this->id ?? '?');
    }

    /** The level of the resource that limits it. */
    public function limitingLevel(): ?Level
    {
        return $this->levels[(string) $this->limitedBy] ?? null;
    }

    /** The same with this many free addresses less. */
    public function without(int $addresses): self
    {
        return new self(
            $this->id,
            $this->name,
            $this->skipped,
            $this->fits,
            $this->limitedBy,
            $this->by,
            $this->levels,
            $this->ipv4Free === null ? null : $this->ipv4Free - $addresses,
            $this->pools,
            $this->hasFurtherPools,
        );
    }
}
