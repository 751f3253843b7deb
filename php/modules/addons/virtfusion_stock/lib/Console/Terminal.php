<?php

/*
 * What is known of the terminal: its width and whether it shows colours; and a line that shows progress there once
 * something takes more than a second. The engine blocks while it asks, so the line has a process of its own.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use Closure;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Step;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

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
        $columns = (int) getenv('COLUMNS') ?: self::columns();
        $this->width = $columns > 0 ? max(60, min($columns, 200)) : self::WIDTH;
    }

    /** As the terminal itself says; 0 when there is none. */
    private static function columns(): int
    {
        if (!stream_isatty(STDOUT) || !function_exists('proc_open')) {
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

    /** @param string $colour a colour's number of ANSI terminals */
    public function paint(string $colour, string $text): string
    {
        return $this->colours ? (string) preg_replace('/^(.+)$/m', "\033[{$colour}m\$1\033[0m", $text) : $text;
    }

    /** @return (Closure(Step): void)|null null where nobody would see it */
    public function progress(Words $words): ?Closure
    {
        if (!stream_isatty(STDERR) || getenv('TERM') === 'dumb' || !function_exists('proc_open')) {
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

    /** Takes the line away again. */
    public function endProgress(): void
    {
        if ($this->ticker !== null && $this->pipe !== null) {
            fclose($this->pipe);
            proc_close($this->ticker);
            [$this->ticker, $this->pipe] = [null, null];
        }
    }
}
