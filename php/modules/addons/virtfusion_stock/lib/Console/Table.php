<?php

/*
 * A table of text as wide as the terminal. The last column wraps; the others are as wide as their content.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Table
{
    private const GAP = '  ';

    /** @var list<array{0: list<string>, 1: string}> cells and colour */
    private array $rows = [];

    /** @param list<array{0: string, 1: bool}> $titles title, and whether the column holds numbers */
    public function __construct(private array $titles, private Terminal $terminal)
    {
    }

    /**
     * @param list<string> $cells as many as there are titles
     * @param string $colour number of an ANSI colour
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
                $spaces = str_repeat(' ', max(0, $width - self::width($cell)));
                $line[] = ($this->titles[$column][1] ?? false) ? $spaces . $cell : $cell . $spaces;
            }
            $text .= rtrim(implode(self::GAP, $line)) . "\n";
        }

        return $text;
    }

    /**
     * Splits a text into lines of at most this many characters, at spaces if possible.
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

    /** Length of the longest line, in UTF-8 characters. */
    private static function width(string $text): int
    {
        return max(array_map(
            static fn (string $line): int => strlen((string) preg_replace('/[\x80-\xBF]/', '', $line)),
            explode("\n", $text),
        ));
    }
}
