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
        $titles = array_map(static fn (array $title): string => $title[0], $this->titles);
        $widths = [];
        foreach ($titles as $column => $title) {
            $widths[] = max(self::width($title), ...array_map(
                static fn (array $row): int => self::width($row[0][$column] ?? ''),
                $this->rows,
            ));
        }
        $last = (int) array_pop($widths);
        $others = array_sum($widths) + strlen(self::GAP) * count($widths);
        $last = min($last, max(24, $this->terminal->width - $others));
        $widths[] = $last;
        $rule = str_repeat('-', min($others + $last, $this->terminal->width)) . "\n";
        $text = $this->terminal->paint('1', $this->cells($titles, $widths)) . $rule;
        foreach ($this->rows as [$cells, $colour]) {
            $text .= $this->terminal->paint($colour, $this->cells($cells, $widths));
        }

        return $text;
    }

    /**
     * @param list<string> $cells
     * @param list<int> $widths
     */
    private function cells(array $cells, array $widths): string
    {
        $last = count($widths) - 1;
        $text = '';
        foreach (self::wrapped($cells[$last] ?? '', $widths[$last] ?? 0) as $n => $part) {
            $line = [];
            foreach ($widths as $column => $width) {
                $cell = $column === $last ? $part : ($n === 0 ? $cells[$column] ?? '' : '');
                $blanks = str_repeat(' ', max(0, $width - self::width($cell)));
                $line[] = ($this->titles[$column][1] ?? false) ? $blanks . $cell : $cell . $blanks;
            }
            $text .= rtrim(implode(self::GAP, $line)) . "\n";
        }

        return $text;
    }

    /**
     * Lines of so many characters at most, broken at blanks where there are some.
     *
     * @return list<string>
     */
    private static function wrapped(string $text, int $width): array
    {
        $lines = [];
        foreach (explode("\n", $text) as $line) {
            while (preg_match("/^(?:(.{1,{$width}})(?: +|$)|(.{{$width}}))/us", $line, $part) === 1 && $part[0] !== $line) {
                $lines[] = $part[2] ?? $part[1];
                $line = substr($line, strlen($part[0]));
            }
            $lines[] = $line;
        }

        return $lines;
    }

    /** In characters of UTF-8, of the longest line. */
    private static function width(string $text): int
    {
        return max(array_map(
            static fn (string $line): int => strlen((string) preg_replace('/[\x80-\xBF]/', '', $line)),
            explode("\n", $text),
        ));
    }
}
