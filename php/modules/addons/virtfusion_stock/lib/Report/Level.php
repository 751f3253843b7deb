<?php

/*
 * A quota and its use, in the panel's units: MB, cores, GB, servers. The extension computes it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

use UnexpectedValueException;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Level
{
    private function __construct(
        /** 0: no quota. */
        public readonly int $max,
        public readonly int $used,
        /** What orders that are not built yet take. */
        public readonly int $held,
        /** What is free beyond the buffer. */
        public readonly int $usable,
        /** How much more must be free for one more server; null if this limits nothing. */
        public readonly ?int $missing,
        /** How many hypervisors of a total have no quota. */
        public readonly int $withoutQuota = 0,
    ) {
    }

    public static function of(Record $level): self
    {
        return new self($level->int('max'), $level->int('used'), $level->int('held'), $level->int('usable'), $level->intOrNull('missing'));
    }

    /**
     * @param array<array-key, int> $total as Fleet makes it
     * @throws UnexpectedValueException if it has another form
     */
    public static function total(array $total): self
    {
        if (count($total) !== 5) {
            throw new UnexpectedValueException('a total of a report has another form');
        }
        [$max, $used, $held, $usable, $withoutQuota] = array_values($total);

        return new self($max, $used, $held, $usable, null, $withoutQuota);
    }

    public function isUnlimited(): bool
    {
        return $this->max === 0;
    }

    /** What the buffer reserves of the unused part. */
    public function reserved(): int
    {
        return max(0, $this->max - $this->used - $this->held - $this->usable);
    }
}
