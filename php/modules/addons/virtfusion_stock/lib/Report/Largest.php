<?php

/*
 * A group without its largest hypervisor, as a summary keeps it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Largest
{
    private function __construct(
        private readonly ?int $id,
        private readonly string $name,
        /** How many servers fit on the others; null: no limit. */
        public readonly ?int $fits,
        /** The highest count of free addresses among the others; null if none reports one. */
        public readonly ?int $ipv4Free,
        /** Whether an order may be counted on it: where it would be placed then, the report does not say. */
        public readonly bool $hasOrders,
    ) {
    }

    public static function of(Record $largest): self
    {
        return new self(
            $largest->intOrNull('id'),
            $largest->text('name'),
            $largest->intOrNull('fits'),
            $largest->intOrNull('ipv4_free'),
            $largest->flag('has_orders'),
        );
    }

    /** The name, or the id if it has none. */
    public function name(): string
    {
        return $this->name !== '' ? $this->name : '#' . ($this->id ?? '?');
    }
}
