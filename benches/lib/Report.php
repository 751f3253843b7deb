<?php

/*
 * The printed output and the table in docs/performance.md: the figures by section, and whether each target ratio is met. It
 * measures nothing.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;

final class Report
{
    private const BEGIN = '<!-- figures of make bench -->';
    private const END = '<!-- end of the figures -->';

    /** @var list<array{0: string, 1: string, 2: string, 3: string}> */
    private array $table = [];

    /** @var array<string, bool> */
    private array $claims = [];

    public function section(string $title): void
    {
        echo "\n{$title}\n", str_repeat('-', 100), "\n";
    }

    public function note(string $line): void
    {
        echo "{$line}\n";
    }

    /** @return float how many times faster the extension is, by the medians */
    public function compare(string $what, Sample $reference, Sample $extension): float
    {
        $ratio = $reference->median() / $extension->median();
        $times = Sample::figure($ratio);
        $this->line($what, $reference, $extension, "{$times} times faster");
        $this->table[] = [$what, (string) $reference, (string) $extension, $times];

        return $ratio;
    }

    /** A figure without a counterpart to compare it with. */
    public function figure(string $what, Sample $sample, string $beside = ''): void
    {
        $this->line($what, null, $sample, $beside);
        $this->table[] = [$what, '', (string) $sample, $beside];
    }

    public function claim(string $what, bool $holds): void
    {
        $this->claims[$what] = $holds;
    }

    /** The last line. */
    public function verdict(): string
    {
        $held = array_keys(array_filter($this->claims));
        $missed = array_keys(array_filter($this->claims, static fn (bool $holds): bool => !$holds));

        return count($held) . ' of ' . count($this->claims) . ' hold: ' . ($held === [] ? 'none' : implode(', ', $held))
            . ($missed === [] ? '' : '; NOT: ' . implode(', ', $missed));
    }

    /** Replaces the figures between the page's markers. */
    public function writeTo(string $file, string $conditions): void
    {
        $text = (string) file_get_contents($file);
        $begin = strpos($text, self::BEGIN);
        $end = strpos($text, self::END);
        if ($begin === false || $end === false || $end < $begin) {
            throw new RuntimeException("{$file} has no place for the figures: \"" . self::BEGIN . '" and "' . self::END . '"');
        }
        $lines = ["{$conditions}\n", '| | plain PHP | extension | |', '| --- | --- | --- | --- |'];
        foreach ($this->table as $row) {
            $lines[] = '| ' . implode(' | ', $row) . ' |';
        }
        $begin += strlen(self::BEGIN);
        file_put_contents($file, substr($text, 0, $begin) . "\n" . implode("\n", $lines) . "\n" . substr($text, $end));
    }

    private function line(string $what, ?Sample $reference, Sample $extension, string $beside): void
    {
        printf(
            "%-46s %12s %-16s %12s %-16s %s\n",
            $what,
            $reference ?? '',
            $reference === null ? '' : '(' . $reference->spread() . ')',
            $extension,
            '(' . $extension->spread() . ')',
            $beside,
        );
    }
}
