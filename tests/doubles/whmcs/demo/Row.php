<?php

/*
 * One product of the demo's shop, and the quantity that it must end with.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

final class Row
{
    /**
     * @param int|null $package null when none is chosen
     * @param array<int, string> $places further groups that can be ordered, with the name that customers see
     * @param array<int, string> $hidden further groups whose choice is hidden
     * @param array<string, mixed> $fields columns of tblproducts beside the usual ones
     * @param int $orders that are not built yet
     */
    public function __construct(
        public readonly string $name,
        public readonly ?int $package,
        public readonly int $group,
        public readonly int $before,
        public readonly int $after,
        private array $places = [],
        private array $hidden = [],
        private array $fields = [],
        public readonly bool $secondPanel = false,
        public readonly int $orders = 0,
    ) {
    }

    /** @return array<string, mixed> */
    public function columns(): array
    {
        return $this->fields + ['qty' => $this->before];
    }

    /** @return list<array<string, mixed>> the choices of the option Location */
    public function locations(): array
    {
        $choices = [];
        foreach ([0 => $this->places, 1 => $this->hidden] as $isHidden => $groups) {
            foreach ($groups as $id => $name) {
                $choices[] = ['optionname' => "{$id}|{$name}", 'hidden' => $isHidden];
            }
        }

        return $choices;
    }

    public function isControlled(): bool
    {
        return ($this->fields['stockcontrol'] ?? 1) === 1;
    }

    /** The groups that it can be ordered in, for people. */
    public function groups(): string
    {
        return implode(' + ', array_unique([$this->group, ...array_keys($this->places)]));
    }
}
