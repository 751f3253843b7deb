<?php

/*
 * A table of text as wide as the terminal: the last column wraps, the others are as wide as they must be.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

final class Table
{
    private const GAP = '  ';

    /** @var list<array{0: list<string>, 1: string}> cells and colour */
    private array $rows = [];

    /** @param list<array{0: string, 1: bool}> $titles each with whether its column is one of numbers */
    public function __construct(private array $titles, private Terminal $terminal)
    {
    }

    /**
     * @param list<string> $cells as many as there are titles
     * @param string $colour a colour's number of ANSI terminals
     */
    public function row(array $cells, string $colour): void
    {
        $this->rows[] = [$cells, $colour];
    }

    public function text(): string
    {
        $titles = array_column($this->titles, 0);
        $widths = [];
        foreach (array_keys($titles) as $column) {
            $texts = array_merge([$titles[$column]], array_column(array_column($this->rows, 0), $column));
            $widths[$column] = max(array_map([self::class, 'width'], $texts));
        }
        $last = array_key_last($widths);
        $others = array_sum($widths) - $widths[$last] + strlen(self::GAP) * $last;
        $widths[$last] = min($widths[$last], max(24, $this->terminal->width - $others));
        $rule = str_repeat('-', min($others + $widths[$last], $this->terminal->width)) . "\n";
        $text = $this->terminal->paint('1', $this->cells($titles, $widths)) . $rule;
        foreach ($this->rows as [$cells, $colour]) {
            $text .= $this->terminal->paint($colour, $this->cells($cells, $widths));
        }

        return $text;
    }

    /**
     * @param list<string> $cells
     * @param array<int, int> $widths
     */
    private function cells(array $cells, array $widths): string
    {
        $last = array_key_last($cells);
        $text = '';
        foreach (explode("\n", wordwrap($cells[$last], $widths[$last], "\n", true)) as $n => $part) {
            $line = [];
            foreach ($cells as $column => $cell) {
                $cell = $column === $last ? $part : ($n === 0 ? $cell : '');
                $blanks = str_repeat(' ', max(0, $widths[$column] - self::width($cell)));
                $line[] = $this->titles[$column][1] ? $blanks . $cell : $cell . $blanks;
            }
            $text .= rtrim(implode(self::GAP, $line)) . "\n";
        }

        return $text;
    }

    /** In characters, of the longest line. */
    private static function width(string $text): int
    {
        return max(array_map(
            static fn (string $line): int => (int) preg_match_all('/./us', $line) ?: strlen($line),
            explode("\n", $text),
        ));
    }
}
