<?php

/*
 * One sub-option of a configurable option. Its name may be `value|Display`.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Choice
{
    public function __construct(
        public readonly int $id,
        /** As stored. */
        public readonly string $name,
        public readonly bool $isHidden,
        public readonly int $position,
    ) {
    }

    /** Compares by the place in the order form. */
    public static function inOrder(self $a, self $b): int
    {
        return [$a->position, $a->id] <=> [$b->position, $b->id];
    }

    /** What an order carries. */
    public function value(): string
    {
        return Products::value($this->name);
    }

    /** What customers see. */
    public function display(): string
    {
        $parts = explode('|', $this->name, 2);

        return trim($parts[1] ?? '') !== '' ? trim($parts[1] ?? '') : $this->value();
    }
}
