<?php

/*
 * Parses the arguments of bin/stock and finds WHMCS. It runs before WHMCS is loaded.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Invocation
{
    private const COMMANDS = ['plan' => 0, 'recalculate' => 0, 'explain' => 1, 'check' => 0, 'metrics' => 0];

    /** @param string|null $complaint what to print instead of running */
    private function __construct(
        public readonly string $command,
        public readonly int $product,
        public readonly bool $json,
        public readonly string $init,
        public readonly ?string $complaint,
    ) {
    }

    /** @param list<string> $arguments the script's name first */
    public static function of(array $arguments): self
    {
        $script = (string) array_shift($arguments);
        $json = false;
        $root = function_exists('getenv') ? (string) getenv('WHMCS_ROOT') : '';
        $plain = [];
        foreach ($arguments as $argument) {
            if ($argument === '--json') {
                $json = true;
            } elseif (str_starts_with($argument, '--whmcs=')) {
                $root = substr($argument, 8);
            } elseif (in_array($argument, ['-h', '--help', 'help'], true)) {
                return self::refused('help', Words::of()->say('console_usage'));
            } elseif (str_starts_with($argument, '-')) {
                return self::refused('', "There is no option {$argument}.\n\n" . Words::of()->say('console_usage'));
            } else {
                $plain[] = $argument;
            }
        }
        $command = (string) array_shift($plain);
        if (!isset(self::COMMANDS[$command])) {
            $what = $command === '' ? '' : "There is no command {$command}.\n\n";

            return self::refused('', $what . Words::of()->say('console_usage'));
        }
        if (count($plain) > self::COMMANDS[$command]) {
            return self::refused('', "{$command} takes no argument {$plain[self::COMMANDS[$command]]}.");
        }
        if ($command === 'metrics' && $json) {
            return self::refused('', 'metrics has its own format and takes no option --json.');
        }
        $product = $plain[0] ?? '';
        if ($command === 'explain' && (preg_match('/^\d{1,10}$/D', $product) !== 1 || (int) $product === 0)) {
            return self::refused('', Words::of()->say('console_needs_id'));
        }
        $init = self::init($root, $script);

        return $init === null
            ? self::refused('', 'WHMCS\'s init.php was not found' . ($root === '' ? ' above this file' : " in {$root}")
                . ': name WHMCS\'s folder with --whmcs=FOLDER.')
            : new self($command, (int) $product, $json, $init, null);
    }

    public function isHelp(): bool
    {
        return $this->command === 'help';
    }

    private static function refused(string $command, string $complaint): self
    {
        return new self($command, 0, false, '', $complaint);
    }

    /** Searches above this file, and above the path that was called: PHP resolves links, and WHMCS may be above the link. */
    private static function init(string $root, string $script): ?string
    {
        if ($root !== '') {
            return is_file("{$root}/init.php") ? "{$root}/init.php" : null;
        }
        $folder = function_exists('getcwd') ? (string) getcwd() : '';
        $called = str_starts_with($script, '/') ? $script : "{$folder}/{$script}";
        foreach ([__DIR__, dirname($called)] as $folder) {
            while ($folder !== dirname($folder)) {
                if (is_file("{$folder}/init.php") && is_dir("{$folder}/modules/addons")) {
                    return "{$folder}/init.php";
                }
                $folder = dirname($folder);
            }
        }

        return null;
    }
}
