<?php

/*
 * The terminal: its width, whether it shows colours, and a progress line once something takes more than a second. The extension
 * blocks while it asks a panel, so a process of its own shows the line.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use Closure;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Step;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

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
        $this->colours = self::isTerminal(STDOUT) && self::variable('NO_COLOR') === '' && self::variable('TERM') !== 'dumb';
        $columns = (int) self::variable('COLUMNS') ?: self::columns();
        $this->width = $columns > 0 ? max(60, min($columns, 200)) : self::WIDTH;
    }

    /** @return int as the terminal reports it; 0 if there is none */
    private static function columns(): int
    {
        if (!self::isTerminal(STDOUT) || !self::canStart()) {
            return 0;
        }
        $pipes = [];
        $stty = @proc_open(['stty', 'size'], [STDOUT, ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
        if ($stty === false || !isset($pipes[1])) {
            return 0;
        }
        $size = explode(' ', trim((string) stream_get_contents($pipes[1])));
        proc_close($stty);

        return (int) ($size[1] ?? 0);
    }

    /** @param string $colour number of an ANSI colour */
    public function paint(string $colour, string $text): string
    {
        return $this->colours ? (string) preg_replace('/^(.+)$/m', "\033[{$colour}m\$1\033[0m", $text) : $text;
    }

    /** @return (Closure(Step): void)|null null if nobody would see it */
    public function progress(Words $words): ?Closure
    {
        if (!self::isTerminal(STDERR) || self::variable('TERM') === 'dumb' || !self::canStart()) {
            return null;
        }
        $pipes = [];
        $command = [PHP_BINARY, '-n', __DIR__ . '/ticker.php', (string) $this->width];
        $ticker = proc_open($command, [['pipe', 'r'], STDOUT, STDERR], $pipes);
        $pipe = $pipes[0] ?? null;
        if ($ticker === false || !is_resource($pipe)) {
            return null;
        }
        [$this->ticker, $this->pipe] = [$ticker, $pipe];

        return static function (Step $step) use ($words, $pipe): void {
            @fwrite($pipe, $step->words($words) . "\n");
        };
    }

    /** Removes the line. */
    public function endProgress(): void
    {
        if ($this->ticker !== null && $this->pipe !== null) {
            fclose($this->pipe);
            proc_close($this->ticker);
            [$this->ticker, $this->pipe] = [null, null];
        }
    }

    /** @param resource $stream */
    private static function isTerminal($stream): bool
    {
        return function_exists('stream_isatty') && stream_isatty($stream);
    }

    private static function canStart(): bool
    {
        return function_exists('proc_open') && function_exists('proc_close');
    }

    private static function variable(string $name): string
    {
        return function_exists('getenv') ? (string) getenv($name) : '';
    }
}
