<?php

/*
 * Counts a group's hypervisors, including those that a stored report leaves out.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Counts
{
    /**
     * @param array<string, int> $limitedBy eligible hypervisors by the resource that limits them
     * @param array<string, int> $skipped hypervisors by reason
     */
    private function __construct(
        public readonly int $hypervisors,
        public readonly int $eligible,
        public readonly array $limitedBy,
        public readonly array $skipped,
    ) {
    }

    public static function of(Record $counts): self
    {
        return new self(
            $counts->int('hypervisors'),
            $counts->int('eligible'),
            $counts->counts('limited_by'),
            $counts->counts('skipped'),
        );
    }
}
