<?php

/*
 * A program that runs beside the tests. It is stopped by its process id, and its children by theirs, at the latest when the suite ends.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use RuntimeException;

final class Server
{
    /**
     * @param resource $handle
     * @param array<int, resource> $pipes
     */
    private function __construct(private $handle, private array $pipes, public readonly int $pid)
    {
        $owner = getmypid();
        register_shutdown_function(function () use ($owner): void {
            if (getmypid() === $owner) {
                $this->stop();
            }
        });
    }

    /**
     * @param list<string> $command
     * @param array<string, string>|null $environment
     */
    public static function start(array $command, string $log, ?array $environment = null): self
    {
        $streams = [['pipe', 'r'], ['pipe', 'w'], ['file', $log, 'a']];
        $handle = proc_open($command, $streams, $pipes, null, $environment);
        if ($handle === false) {
            throw new RuntimeException("Could not start {$command[0]}");
        }

        return new self($handle, $pipes, proc_get_status($handle)['pid']);
    }

    /** One line from its standard output. */
    public function line(): string
    {
        return (string) fgets($this->pipes[1]);
    }

    public function isRunning(): bool
    {
        return is_resource($this->handle) && proc_get_status($this->handle)['running'];
    }

    public function stop(int $signal = SIGTERM): void
    {
        if (!is_resource($this->handle)) {
            return;
        }
        if (proc_get_status($this->handle)['running']) {
            // PHP's web server does not stop its workers.
            $children = (string) file_get_contents("/proc/{$this->pid}/task/{$this->pid}/children");
            foreach ([(string) $this->pid, ...preg_split('/ /', $children, -1, PREG_SPLIT_NO_EMPTY)] as $process) {
                posix_kill((int) $process, $signal);
            }
        }
        foreach ($this->pipes as $pipe) {
            fclose($pipe);
        }
        proc_close($this->handle);
    }

    /** Waits until something is true; the program's end is an error. */
    public function waitUntil(callable $ready, string $what): void
    {
        $until = microtime(true) + 30;
        while (!$ready()) {
            if (!$this->isRunning() || microtime(true) > $until) {
                throw new RuntimeException("{$what} did not get ready.");
            }
            usleep(50000);
        }
    }
}
