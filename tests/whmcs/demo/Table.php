<?php

/*
 * A table of text, at most so many columns wide: the last column wraps, the others are as wide as they must be.
 * Colours and bold only where they are asked for.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

final class Table
{
    private const GAP = 2;

    /** @var list<array{cells: list<string>, colour: string}|string> rows, and headings between them */
    private array $lines = [];

    /**
     * @param list<string> $titles
     * @param list<int> $numbers positions of the columns that are numbers
     */
    public function __construct(
        private array $titles,
        private array $numbers,
        private int $width,
        private bool $colours,
    ) {
    }

    public function heading(string $text): void
    {
        $this->lines[] = $text;
    }

    /**
     * @param list<string> $cells
     * @param string $colour a colour's number of ANSI terminals
     */
    public function row(array $cells, string $colour): void
    {
        $this->lines[] = ['cells' => $cells, 'colour' => $colour];
    }

    public function text(): string
    {
        $widths = $this->widths();
        $text = $this->paint('1', $this->cells($this->titles, $widths)) . str_repeat('-', array_sum($widths)
            + self::GAP * (count($widths) - 1)) . "\n";
        foreach ($this->lines as $line) {
            $text .= is_string($line)
                ? "\n" . $this->paint('1', "{$line}\n")
                : $this->paint($line['colour'], $this->cells($line['cells'], $widths));
        }

        return $text;
    }

    /** @return list<int> */
    private function widths(): array
    {
        $rows = [$this->titles, ...array_column(array_filter($this->lines, 'is_array'), 'cells')];
        $widths = [];
        foreach (array_keys($this->titles) as $column) {
            $widths[$column] = max(array_map('strlen', array_column($rows, $column)));
        }
        $last = array_key_last($widths);
        $others = array_sum($widths) - $widths[$last] + self::GAP * $last;
        $widths[$last] = min($widths[$last], max(20, $this->width - $others));

        return $widths;
    }

    /**
     * @param list<string> $cells
     * @param list<int> $widths
     */
    private function cells(array $cells, array $widths): string
    {
        $last = array_key_last($cells);
        $text = '';
        foreach (explode("\n", wordwrap($cells[$last], $widths[$last], "\n", true)) as $n => $part) {
            $line = [];
            foreach ($cells as $column => $cell) {
                $cell = $column === $last ? $part : ($n === 0 ? $cell : '');
                $side = in_array($column, $this->numbers, true) ? STR_PAD_LEFT : STR_PAD_RIGHT;
                $line[] = str_pad($cell, $widths[$column], ' ', $side);
            }
            $text .= rtrim(implode(str_repeat(' ', self::GAP), $line)) . "\n";
        }

        return $text;
    }

    private function paint(string $colour, string $text): string
    {
        return $this->colours ? preg_replace('/^(.+)$/m', "\033[{$colour}m\$1\033[0m", $text) : $text;
    }
}
