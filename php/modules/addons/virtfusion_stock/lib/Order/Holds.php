<?php

/*
 * The services that are sold and not built yet, at one moment.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Order;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/** @phpstan-import-type Hold from Sizing as HoldArray */
final class Holds
{
    /**
     * @param list<Hold> $all by ascending service
     * @param list<int> $justBuilt services that are still pending although their servers exist
     */
    public function __construct(public readonly array $all, public readonly array $justBuilt = [])
    {
    }

    /**
     * Those of one panel, as the extension takes them.
     *
     * @return list<HoldArray>
     */
    public function of(int $panel): array
    {
        $holds = [];
        foreach ($this->all as $hold) {
            if ($hold->panel === $panel) {
                $holds[] = $hold->size;
            }
        }

        return $holds;
    }

    /** When the first of them ends; null if there is none. */
    public function firstEnd(): ?int
    {
        $ends = array_map(static fn (Hold $hold): int => $hold->endsAt, $this->all);

        return $ends === [] ? null : min($ends);
    }
}
