<?php

/*
 * A stretch of time in which the same was known of a product. Times are seconds since the epoch; the end is not part of it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Span
{
    public function __construct(public readonly int $from, public readonly int $to, public readonly Sample $sample)
    {
    }

    /** @return self|null the part within these times; null if there is none */
    public function within(int $from, int $to): ?self
    {
        $from = max($from, $this->from);
        $to = min($to, $this->to);
        if ($from >= $to) {
            return null;
        }

        return $from === $this->from && $to === $this->to ? $this : new self($from, $to, $this->sample);
    }

    public function seconds(): int
    {
        return $this->to - $this->from;
    }
}
