<?php

/*
 * A group's hypervisors counted, those too that a report does not keep one by one.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

final class Counts
{
    /**
     * @param array<string, int> $limitedBy resource => eligible hypervisors that it limits
     * @param array<string, int> $skipped reason => hypervisors
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
