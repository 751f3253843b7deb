<?php

/*
 * The simulated panel in its own process. It exits when its standard input closes, at the latest when this process ends; if it
 * does not, it is killed by its process id.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

use RuntimeException;

final class Panel
{
    /** Seconds that it may take to end. */
    private const PATIENCE = 5.0;

    /**
     * @param resource $process
     * @param array<int, resource> $pipes
     */
    private function __construct(
        private $process,
        private array $pipes,
        public readonly string $hostname,
        public readonly string $authority,
        private string $control,
    ) {
    }

    /** @param array<string, mixed> $world what it holds, with its token */
    public static function start(string $program, string $folder, array $world): self
    {
        $file = "{$folder}/world.json";
        file_put_contents($file, json_encode($world, JSON_THROW_ON_ERROR));
        $log = "{$folder}/panel.log";
        $streams = [['pipe', 'r'], ['pipe', 'w'], ['file', $log, 'w']];
        $process = proc_open([$program, '--world', $file, '--dir', $folder], $streams, $pipes);
        if ($process === false) {
            throw new RuntimeException("{$program} could not be started");
        }
        $ready = json_decode((string) fgets($pipes[1]), true);
        if (!is_array($ready)) {
            proc_close($process);
            throw new RuntimeException('the simulated panel did not start: ' . trim((string) file_get_contents($log)));
        }

        return new self($process, $pipes, "localhost:{$ready['port']}", $ready['ca'], $ready['control']);
    }

    /** From here on every connection is refused. */
    public function goDown(): void
    {
        $this->tell('PUT', '/listening', '{"on": false}');
    }

    /** @return list<string> path and query of each request that came in */
    public function requests(): array
    {
        $requests = json_decode($this->tell('GET', '/requests'), true, 64, JSON_THROW_ON_ERROR);

        return array_map(static fn (array $one): string => "{$one['path']}?{$one['query']}", $requests);
    }

    public function stop(): void
    {
        array_map('fclose', $this->pipes);
        $until = microtime(true) + self::PATIENCE;
        do {
            usleep(5000);
            $status = proc_get_status($this->process);
        } while ($status['running'] && microtime(true) < $until);
        if ($status['running']) {
            posix_kill($status['pid'], SIGKILL);
        }
        proc_close($this->process);
    }

    private function tell(string $method, string $path, string $body = ''): string
    {
        $context = stream_context_create(['http' => [
            'method' => $method,
            'content' => $body,
            'header' => 'Content-Type: application/json',
            'timeout' => 10,
        ]]);
        $answer = file_get_contents($this->control . $path, false, $context);
        if ($answer === false) {
            throw new RuntimeException("the simulated panel did not take {$method} {$path}");
        }

        return $answer;
    }
}
