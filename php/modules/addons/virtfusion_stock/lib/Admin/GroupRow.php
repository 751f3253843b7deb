<?php

/*
 * One hypervisor group on the tab "Groups": its quotas added up, and the products that can be placed there. The figures are those of
 * the product that was read last, with its buffer and its storage type.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Panel\Panel;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class GroupRow
{
    /** @param list<GroupProduct> $products those with the lowest number first */
    public function __construct(
        public readonly Panel $panel,
        public readonly int $id,
        public readonly string $title,
        /** The latest report's part about it; null if no report has one. */
        public readonly ?Group $group,
        /** The product of that report. */
        public readonly ?ProductLine $source,
        public readonly array $products,
    ) {
    }

    /** As in the address of the page. */
    public function key(): string
    {
        return "{$this->panel->id}:{$this->id}";
    }

    /** Whether it could not be read, does not exist, or takes no servers. */
    public function isBroken(): bool
    {
        return $this->group === null || $this->group->reason !== Group::OK || $this->group->counts->eligible === 0;
    }

    /** How many of its products have no room in it. */
    public function full(): int
    {
        return $this->isBroken() ? 0 : count(array_filter($this->products, static fn (GroupProduct $product): bool => $product->part === 0));
    }

    /** How many of its products would sell out without its largest hypervisor. */
    public function atRisk(): int
    {
        return count(array_filter(
            $this->products,
            static fn (GroupProduct $product): bool => $product->without === 0 && !$product->line->isSoldOut(),
        ));
    }

    /** @return array{int, int, int, int} the lowest first: those with a fault, without room, that one loss sells out, with the lowest number */
    public function rank(): array
    {
        $numbers = array_map(static fn (GroupProduct $product): int => $product->part ?? PHP_INT_MAX, $this->products);

        return [$this->isBroken() ? 0 : 1, -$this->full(), -$this->atRisk(), min([PHP_INT_MAX, ...$numbers])];
    }
}
