<?php

/*
 * What is known of the terminal: its width and whether it shows colours; and a line that shows progress there once
 * something takes more than a second. The engine blocks while it asks, so the line has a process of its own.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use WHMCS\Module\Addon\VirtfusionStock\Words;

final class Terminal
{
    private const WIDTH = 110;

    public readonly int $width;
    private bool $colours;

    /** @var resource|null */
    private $ticker = null;

    /** @var resource|null */
    private $pipe = null;

    public function __construct()
    {
        $this->colours = stream_isatty(STDOUT) && (string) getenv('NO_COLOR') === '' && getenv('TERM') !== 'dumb';
        $columns = (int) getenv('COLUMNS');
        $this->width = $columns >= 60 ? min($columns, 200) : self::WIDTH;
    }

    /** @param string $colour a colour's number of ANSI terminals */
    public function paint(string $colour, string $text): string
    {
        return $this->colours ? (string) preg_replace('/^(.+)$/m', "\033[{$colour}m\$1\033[0m", $text) : $text;
    }

    /** @return (callable(array<string, mixed>): void)|null null where nobody would see it */
    public function progress(Words $words): ?callable
    {
        if (!stream_isatty(STDERR) || getenv('TERM') === 'dumb' || !function_exists('proc_open')) {
            return null;
        }
        $pipes = [];
        $ticker = proc_open([PHP_BINARY, '-n', __DIR__ . '/ticker.php'], [['pipe', 'r'], STDOUT, STDERR], $pipes);
        if ($ticker === false) {
            return null;
        }
        [$this->ticker, $this->pipe] = [$ticker, $pipes[0]];

        return function (array $step) use ($words): void {
            $values = array_filter($step, static fn (mixed $value): bool => is_scalar($value));
            @fwrite($this->pipe, $words->say("phase_{$step['phase']}", $values) . "\n");
        };
    }

    /** Takes the line away again. */
    public function endProgress(): void
    {
        if ($this->ticker !== null) {
            fclose($this->pipe);
            proc_close($this->ticker);
            $this->ticker = null;
        }
    }
}
