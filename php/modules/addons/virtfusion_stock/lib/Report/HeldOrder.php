<?php

/*
 * One order that is not built yet, as a group of a report counts it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class HeldOrder
{
    private function __construct(
        /** The service. */
        public readonly int $service,
        public readonly int $package,
        /** The hypervisor that it is counted on; null if none has room, or it cannot be built. */
        public readonly ?int $hypervisor,
        /** By how much it lowers the group's quantity. */
        public readonly int $costs,
        /** Whether its package is missing or disabled. */
        public readonly bool $isUnbuildable,
    ) {
    }

    public static function of(Record $hold): self
    {
        return new self(
            $hold->int('id'),
            $hold->int('package'),
            $hold->intOrNull('placed'),
            $hold->int('costs'),
            $hold->flag('unbuildable'),
        );
    }

    /** Whether the panel could build it if a hypervisor had room. */
    public function lacksRoom(): bool
    {
        return $this->hypervisor === null && !$this->isUnbuildable;
    }
}
