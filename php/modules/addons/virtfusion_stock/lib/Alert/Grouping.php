<?php

/*
 * Puts alarms with a cause in common together, one group for each message.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Grouping
{
    /** @var array<int, non-empty-list<Alarm>> */
    private array $groups = [];

    /** @var array<string, int> the group of each cause, by key */
    private array $byKey = [];

    /** @param list<Alarm> $alarms */
    public function __construct(array $alarms)
    {
        foreach ($alarms as $alarm) {
            $this->add($alarm);
        }
    }

    /** @return list<non-empty-list<Alarm>> */
    public function groups(): array
    {
        return array_values($this->groups);
    }

    /** An alarm with two causes joins what was reported apart until then. */
    private function add(Alarm $alarm): void
    {
        $keys = $alarm->keys();
        $found = array_values(array_unique(array_intersect_key($this->byKey, array_flip($keys))));
        $group = $found[0] ?? (int) array_key_last($this->groups) + 1;
        foreach (array_slice($found, 1) as $other) {
            $this->groups[$group] = [...$this->groups[$group], ...$this->groups[$other]];
            unset($this->groups[$other]);
            $this->byKey = array_map(static fn (int $one): int => $one === $other ? $group : $one, $this->byKey);
        }
        $this->groups[$group] = [...$this->groups[$group] ?? [], $alarm];
        $this->byKey = array_fill_keys($keys, $group) + $this->byKey;
    }
}
