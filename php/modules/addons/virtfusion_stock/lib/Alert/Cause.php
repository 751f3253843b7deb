<?php

/*
 * Why something happened: what limits a group of a panel, or the kind of failure of a panel.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panel;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Cause
{
    /** No hypervisor of the group takes new servers. */
    public const NOWHERE = 'nowhere';
    /** Nothing limits it any more. */
    public const CAPACITY = 'capacity';

    private function __construct(
        /** A resource, a reason of the extension's, a kind of failure, or one of the constants. */
        public readonly string $kind,
        public readonly ?Panel $panel,
        /** Null: the whole panel. */
        public readonly ?int $group,
    ) {
    }

    public static function of(string $kind, ?Panel $panel, ?int $group = null): self
    {
        return new self($kind, $panel, $group);
    }

    /**
     * What limits a product, group by group.
     *
     * @param Entry $entry one that is known, with its summary
     * @return non-empty-list<self>
     */
    public static function ofQuantity(Product $product, Entry $entry, ?Panel $panel): array
    {
        if ($entry->reason !== 'ok' || $entry->summary === null || $entry->summary->groups === []) {
            return [new self($entry->reason, $panel, null)];
        }

        return array_map(
            static fn (Group $group): self => new self(self::limit($group), $panel, $group->id),
            $entry->summary->groups,
        );
    }

    /**
     * Where there is room again.
     *
     * @return non-empty-list<self>
     */
    public static function ofRoom(Product $product, ?Panel $panel): array
    {
        $causes = array_map(static fn (int $group): self => new self(self::CAPACITY, $panel, $group), $product->groups());

        return $causes === [] ? [new self(self::CAPACITY, $panel, null)] : $causes;
    }

    public function key(): string
    {
        return ($this->panel->id ?? 0) . "/{$this->group}/{$this->kind}";
    }

    private static function limit(Group $group): string
    {
        return match (true) {
            $group->reason !== Group::OK => $group->reason,
            $group->counts->eligible === 0 => self::NOWHERE,
            $group->limitedBy === 'ipv4' => 'ipv4',
            // What limits the most hypervisors is first.
            default => (string) (array_key_first($group->counts->limitedBy) ?? $group->limitedBy ?? self::CAPACITY),
        };
    }
}
