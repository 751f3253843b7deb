<?php

/*
 * One metric with its samples, as text that is valid in both the OpenMetrics and the Prometheus text format.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Metrics;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Family
{
    /** @var list<string> */
    private array $lines = [];

    /** @param string $unit that its name ends with; blank: none */
    private function __construct(private string $name, private string $help, private string $unit, private bool $isGauge)
    {
    }

    public static function gauge(string $name, string $help, string $unit = ''): self
    {
        return new self($name, $help, $unit, true);
    }

    /**
     * A count that only rises; its name ends with `_total`. It has no TYPE line: OpenMetrics wants the name without `_total` there,
     * and the Prometheus text format wants it with it.
     */
    public static function counter(string $name, string $help): self
    {
        return new self($name, $help, '', false);
    }

    /**
     * @param array<string, int|string> $labels blank ones are left out
     * @param int|float|null $value null: not known, nothing is added
     */
    public function add(array $labels, int|float|null $value): void
    {
        if ($value === null) {
            return;
        }
        $pairs = [];
        foreach ($labels as $label => $text) {
            if ((string) $text !== '') {
                $pairs[] = "{$label}=\"" . self::escaped((string) $text) . '"';
            }
        }
        $this->lines[] = $this->name . ($pairs === [] ? '' : '{' . implode(',', $pairs) . '}') . ' ' . self::number($value);
    }

    /** @return string blank without samples */
    public function text(): string
    {
        if ($this->lines === []) {
            return '';
        }
        $head = ["# HELP {$this->name} {$this->help}"];
        if ($this->isGauge) {
            $head[] = "# TYPE {$this->name} gauge";
        }
        if ($this->unit !== '') {
            $head[] = "# UNIT {$this->name} {$this->unit}";
        }

        return implode("\n", [...$head, ...$this->lines]) . "\n";
    }

    private static function escaped(string $text): string
    {
        return strtr($text, ['\\' => '\\\\', '"' => '\\"', "\n" => '\\n']);
    }

    /** PHP_INT_MAX means that nothing limits it. */
    private static function number(int|float $value): string
    {
        return $value === PHP_INT_MAX ? '+Inf' : (string) json_encode($value);
    }
}
