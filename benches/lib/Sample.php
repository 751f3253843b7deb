<?php

/*
 * Repeated measurements of one figure, with their median and, as the spread, the interquartile range.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use LogicException;

final class Sample
{
    /** @var list<float> */
    private array $values = [];

    /** @param string $unit printed after each figure */
    public function __construct(private string $unit)
    {
    }

    /** @param list<float> $values */
    public static function of(string $unit, array $values): self
    {
        $sample = new self($unit);
        array_map([$sample, 'add'], $values);

        return $sample;
    }

    public function add(float $value): void
    {
        $this->values[] = $value;
        sort($this->values);
    }

    public function median(): float
    {
        return $this->at(0.5);
    }

    /** @param float $part 0 for the least, 1 for the most */
    public function at(float $part): float
    {
        if ($this->values === []) {
            throw new LogicException('Nothing was measured.');
        }
        $position = $part * (count($this->values) - 1);
        $below = $this->values[(int) floor($position)];

        return $below + ($this->values[(int) ceil($position)] - $below) * ($position - floor($position));
    }

    public function __toString(): string
    {
        return self::figure($this->median()) . " {$this->unit}";
    }

    public function spread(): string
    {
        return self::figure($this->at(0.25)) . '..' . self::figure($this->at(0.75));
    }

    public static function figure(float $value): string
    {
        return match (true) {
            abs($value) >= 100 => number_format($value, 0, '.', ','),
            abs($value) >= 10 => number_format($value, 1, '.', ','),
            default => number_format($value, 2, '.', ','),
        };
    }
}
