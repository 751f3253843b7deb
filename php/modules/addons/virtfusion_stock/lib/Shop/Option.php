<?php

/*
 * A configurable option that replaces one of a product's values: what it replaces, and what can be chosen.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Option
{
    /** Chosen by a tick. */
    private const YES_NO = 3;

    /** Chosen by a number. */
    private const QUANTITY = 4;

    /** @param list<Choice> $choices in the order of the form */
    public function __construct(
        public readonly int $id,
        /** Which value it replaces, a key of HostModule::labels(). */
        public readonly string $key,
        public readonly int $type,
        public readonly bool $isHidden,
        /** The least number of a quantity. */
        public readonly int $least,
        /** The largest number of a quantity; 0: no limit. */
        public readonly int $most,
        public readonly array $choices,
    ) {
    }

    public function isQuantity(): bool
    {
        return $this->type === self::QUANTITY;
    }

    /** Whether what is chosen is a number, not a sub-option. */
    public function isCounted(): bool
    {
        return $this->isQuantity() || $this->type === self::YES_NO;
    }

    /** @return list<Choice> those that can be ordered */
    public function visible(): array
    {
        if ($this->isHidden) {
            return [];
        }

        return array_values(array_filter($this->choices, static fn (Choice $choice): bool => !$choice->isHidden));
    }

    public function choice(int $id): ?Choice
    {
        foreach ($this->choices as $choice) {
            if ($choice->id === $id) {
                return $choice;
            }
        }

        return null;
    }
}
