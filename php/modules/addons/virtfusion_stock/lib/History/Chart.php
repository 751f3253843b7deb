<?php

/*
 * A step chart of a product's history, as paths for an SVG: for sale, on order stacked on it, and gaps. Its width has a fixed number of
 * columns, so that a page is as large for 15,000 rows as for two. A column shows the lowest quantity of its time, and a gap where more than
 * half of it is not known; the last column shows what is known now.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

use DateTimeImmutable;
use DateTimeZone;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Chart
{
    /** The SVG's own units. */
    public const WIDTH = 720;
    public const HEIGHT = 260;
    public const LEFT = 64;
    public const RIGHT = 712;
    public const TOP = 14;
    public const BOTTOM = 222;

    private const COLUMNS = 216;

    /** Room that the label of a day needs. */
    private const LABEL = 84;

    /** @param list<array{float, float, Sample|null}> $steps from, to and what was known, in order and without a hole */
    private function __construct(private int $from, private int $to, private array $steps, public readonly Scale $scale)
    {
    }

    public static function of(Timeline $timeline): self
    {
        $spans = $timeline->spans();
        $from = $spans === [] ? $timeline->now - 1 : $spans[0]->from;
        $steps = self::steps(self::columns($spans, $from, $timeline->now));
        $highest = 0;
        foreach ($steps as [, , $sample]) {
            $highest = max($highest, (int) $sample?->published + (int) $sample?->held);
        }

        return new self($from, $timeline->now, $steps, Scale::upTo($highest));
    }

    /**
     * @param list<Span> $spans
     * @return list<Sample|null> by column; null where nothing was known
     */
    private static function columns(array $spans, int $from, int $to): array
    {
        $seconds = max(1, $to - $from) / self::COLUMNS;
        $lowest = array_fill(0, self::COLUMNS, null);
        $known = array_fill(0, self::COLUMNS, 0.0);
        foreach ($spans as $span) {
            $last = min(self::COLUMNS - 1, (int) (($span->to - $from) / $seconds));
            for ($n = (int) (($span->from - $from) / $seconds); $n <= $last && $span->sample->isKnown(); $n++) {
                $part = min($span->to, $from + ($n + 1) * $seconds) - max($span->from, $from + $n * $seconds);
                if ($part > 0) {
                    $known[$n] += $part;
                    $isLower = $lowest[$n] === null || (int) $span->sample->published < (int) $lowest[$n]->published;
                    $lowest[$n] = $isLower ? $span->sample : $lowest[$n];
                }
            }
        }

        $columns = array_map(static fn (?Sample $sample, float $of): ?Sample => 2 * $of >= $seconds ? $sample : null, $lowest, $known);
        $present = $spans === [] ? null : $spans[count($spans) - 1]->sample;
        if ($present?->isKnown() === true) {
            $columns[self::COLUMNS - 1] = $lowest[self::COLUMNS - 1];
        }

        return $columns;
    }

    /**
     * @param list<Sample|null> $columns
     * @return list<array{float, float, Sample|null}>
     */
    private static function steps(array $columns): array
    {
        $width = (self::RIGHT - self::LEFT) / self::COLUMNS;
        $steps = [];
        $key = null;
        foreach ($columns as $n => $sample) {
            $same = $sample === null ? 'gap' : "{$sample->published}/{$sample->held}/" . (int) $sample->isPreview;
            if ($same === $key) {
                $steps[count($steps) - 1][1] = self::LEFT + ($n + 1) * $width;
            } else {
                $steps[] = [self::LEFT + $n * $width, self::LEFT + ($n + 1) * $width, $sample];
            }
            $key = $same;
        }

        return $steps;
    }

    /** The area of what was for sale, or with $isPreview of what was only computed; a path's `d`. */
    public function sale(bool $isPreview): string
    {
        $path = '';
        foreach ($this->steps as [$from, $to, $sample]) {
            if ($sample !== null && $sample->isPreview === $isPreview) {
                $path .= $this->box($from, $to, 0, (int) $sample->published);
            }
        }

        return $path;
    }

    /** The area of what was on order, above what was for sale. */
    public function order(): string
    {
        $path = '';
        foreach ($this->steps as [$from, $to, $sample]) {
            $held = (int) $sample?->held;
            if ($sample !== null && $held > 0) {
                $path .= $this->box($from, $to, (int) $sample->published, (int) $sample->published + $held);
            }
        }

        return $path;
    }

    /** Where nothing was known. */
    public function gaps(): string
    {
        $path = '';
        foreach ($this->steps as [$from, $to, $sample]) {
            $path .= $sample === null ? $this->box($from, $to, 0, $this->scale->top) : '';
        }

        return $path;
    }

    /** The line above what was for sale: it shows a quantity of 0 too. */
    public function line(): string
    {
        $path = '';
        $isDrawn = false;
        foreach ($this->steps as [$from, $to, $sample]) {
            if ($sample !== null) {
                $y = self::text($this->y((int) $sample->published));
                $path .= ($isDrawn ? "V{$y}" : 'M' . self::text($from) . " {$y}") . 'H' . self::text($to);
            }
            $isDrawn = $sample !== null;
        }

        return $path;
    }

    public function y(int $quantity): float
    {
        return self::BOTTOM - $quantity / $this->scale->top * (self::BOTTOM - self::TOP);
    }

    /**
     * Where days begin, in the shop's time zone.
     *
     * @param int $days that the chart has
     * @return list<array{x: string, label: string}> an empty label where there is no room for it
     */
    public function days(int $days): array
    {
        $every = max(1, intdiv($days, 6));
        $zone = new DateTimeZone(date_default_timezone_get());
        $day = (new DateTimeImmutable("@{$this->from}"))->setTimezone($zone)->modify('midnight');
        $found = [];
        for (; $day->getTimestamp() < $this->to; $day = $day->modify("+{$every} days")) {
            $part = max(0, $day->getTimestamp() - $this->from) / max(1, $this->to - $this->from);
            $x = self::LEFT + $part * (self::RIGHT - self::LEFT);
            $found[] = ['x' => self::text($x), 'label' => $x > self::WIDTH - self::LABEL ? '' : $day->format('j M')];
        }

        return $found;
    }

    private function box(float $from, float $to, int $bottom, int $top): string
    {
        return 'M' . self::text($from) . ' ' . self::text($this->y($bottom)) . 'V' . self::text($this->y($top))
            . 'H' . self::text($to) . 'V' . self::text($this->y($bottom)) . 'Z';
    }

    /** A coordinate, whatever the locale. */
    public static function text(float $coordinate): string
    {
        return rtrim(rtrim(number_format($coordinate, 1, '.', ''), '0'), '.');
    }
}
