<?php

/*
 * One day of a product's history, in the shop's time zone.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Day
{
    private function __construct(
        /** As in 2026-11-27. */
        public readonly string $date,
        /** What was known last on this day; null if nothing was. */
        public readonly ?Sample $last,
        /** The lowest quantity of the day; null if none was known. */
        public readonly ?int $lowest,
        /** Seconds in which nothing was known, or nothing recorded. */
        public readonly int $unknown,
    ) {
    }

    /** @param list<Span> $spans of the day, in order */
    public static function of(string $date, array $spans): self
    {
        $last = null;
        $lowest = null;
        $unknown = 0;
        foreach ($spans as $span) {
            if ($span->sample->isKnown()) {
                $last = $span->sample;
                $lowest = min($lowest ?? PHP_INT_MAX, (int) $span->sample->published);
            } else {
                $unknown += $span->seconds();
            }
        }

        return new self($date, $last, $lowest, $unknown);
    }
}
