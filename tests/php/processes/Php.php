<?php

declare(strict_types=1);

/** One PHP process. */
final class Php
{
    public string $errors = '';
    /** The exit status, once its output was read; -1 after a signal. */
    public int $status = -1;
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param list<string> $command */
    public function __construct(array $command)
    {
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $this->pipes);
        if ($process === false) {
            throw new RuntimeException('PHP did not start');
        }
        $this->process = $process;
    }

    /** Waits for the process to end and returns its output. */
    public function output(): string
    {
        $output = (string) stream_get_contents($this->pipes[1]);
        $this->errors = (string) stream_get_contents($this->pipes[2]);
        $this->status = proc_close($this->process);

        return $output;
    }

    /** Waits for the next line of output. */
    public function line(): string
    {
        return trim((string) fgets($this->pipes[1]));
    }

    /** Writes to its standard input. */
    public function write(string $text): void
    {
        fwrite($this->pipes[0], $text);
    }

    public function signal(int $signal): void
    {
        proc_terminate($this->process, $signal);
    }

    public function kill(): void
    {
        proc_terminate($this->process, 9);
        proc_close($this->process);
    }
}
