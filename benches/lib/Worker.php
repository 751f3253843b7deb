<?php

/*
 * A PHP process of one side of a comparison. It reads commands, one per line, and answers each with the time that the work
 * itself took.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;

final class Worker
{
    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param list<string> $command */
    public function __construct(array $command)
    {
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $this->pipes);
        if ($process === false) {
            throw new RuntimeException("{$command[0]} did not start");
        }
        $this->process = $process;
        $this->answer();
    }

    public function __destruct()
    {
        array_map('fclose', $this->pipes);
        proc_close($this->process);
    }

    /** @return Timed a sweep over all products */
    public function all(): Timed
    {
        return $this->send('all');
    }

    public function one(int $product): Timed
    {
        return $this->send("one {$product}");
    }

    /** @return Timed reading the orders that are not built yet; their number is the quantity `holds` */
    public function orders(): Timed
    {
        return $this->send('orders');
    }

    /** @return Timed the hook before a cart of one line for each product is paid; the quantity `refused` is how many lines are refused */
    public function checkout(int ...$products): Timed
    {
        return $this->send('checkout ' . implode(',', $products));
    }

    private function send(string $line): Timed
    {
        fwrite($this->pipes[0], "{$line}\n");

        return $this->answer();
    }

    private function answer(): Timed
    {
        $answer = json_decode((string) fgets($this->pipes[1]), true);
        if (!is_array($answer)) {
            throw new RuntimeException('A worker ended before it had answered.');
        }

        return new Timed($answer['ns'] / 1e6, (array) $answer['quantities'], $answer['queries']);
    }
}
