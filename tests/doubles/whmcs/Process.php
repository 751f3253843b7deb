<?php

/*
 * A PHP process of a shop: code goes in on standard input, and its result is the last line of standard output. A process
 * that dies or gives no result is an exception with its output.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use RuntimeException;

final class Process
{
    /**
     * @param resource $handle
     * @param array<int, resource> $pipes
     */
    private function __construct(private $handle, private array $pipes)
    {
    }

    /** @param list<string> $command */
    public static function start(array $command, string $input = ''): self
    {
        $handle = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        if ($handle === false) {
            throw new RuntimeException('Could not start ' . implode(' ', $command));
        }
        // A process that ends at once reads nothing.
        @fwrite($pipes[0], $input);
        fclose($pipes[0]);

        return new self($handle, $pipes);
    }

    public function pid(): int
    {
        return proc_get_status($this->handle)['pid'];
    }

    /** Waits for the end; returns [standard output, standard error, exit code]. */
    public function finish(): array
    {
        $output = ['', ''];
        $open = [1 => $this->pipes[1], 2 => $this->pipes[2]];
        while ($open !== []) {
            $ready = $open;
            $none = null;
            stream_select($ready, $none, $none, null);
            foreach ($ready as $n => $pipe) {
                $output[$n - 1] .= (string) fread($pipe, 65536);
                if (feof($pipe)) {
                    fclose($pipe);
                    unset($open[$n]);
                }
            }
        }

        return [...$output, proc_close($this->handle)];
    }

    public function answer(): mixed
    {
        [$output, $errors, $code] = $this->finish();
        $lines = explode("\n", rtrim($output));
        $answer = json_decode((string) end($lines), true);
        if (!is_array($answer) || !array_key_exists('answer', $answer)) {
            throw new RuntimeException("The process ended with {$code}:\n{$output}\n{$errors}");
        }

        return $answer['answer'];
    }
}
