<?php

/*
 * A simulated panel in its own process. Its control port sets what it holds and how it fails.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use RuntimeException;

final class Panel
{
    public const TOKEN = 'token-that-nobody-may-see-4711';

    /** @var array<int, self> */
    private static array $panels = [];

    private function __construct(
        public readonly string $hostname,
        public readonly string $authority,
        private string $control,
    ) {
    }

    /** The suite's panel number N; each has its own certificate. */
    public static function number(int $n): self
    {
        return self::$panels[$n] ??= self::start(Workshop::folder() . "/panel-{$n}");
    }

    public static function isStarted(int $n): bool
    {
        return isset(self::$panels[$n]);
    }

    /** @param array<string, mixed> $world */
    public function holds(array $world): void
    {
        $this->tell('PUT', '/world', $world + ['token' => self::TOKEN]);
        $this->tell('PUT', '/listening', ['on' => true]);
        $this->tell('DELETE', '/requests');
    }

    /** @param array<string, mixed> $fields over the vendor's example */
    public function package(int $id, array $fields): void
    {
        $this->tell('PUT', "/packages/{$id}", $fields);
    }

    public function dropPackage(int $id): void
    {
        $this->tell('DELETE', "/packages/{$id}");
    }

    /** @param list<array<string, mixed>>|string $hosts */
    public function group(int $id, array|string $hosts): void
    {
        $this->tell('PUT', "/groups/{$id}", $hosts);
    }

    public function dropGroup(int $id): void
    {
        $this->tell('DELETE', "/groups/{$id}");
    }

    /** @param array<string, mixed> ...$faults */
    public function fails(array ...$faults): void
    {
        $this->tell('PUT', '/faults', $faults);
    }

    public function heals(): void
    {
        $this->tell('PUT', '/faults', []);
        $this->tell('PUT', '/listening', ['on' => true]);
    }

    public function refuses(): void
    {
        $this->tell('PUT', '/listening', ['on' => false]);
    }

    public function latency(int $milliseconds): void
    {
        $this->tell('PUT', '/latency', ['ms' => $milliseconds]);
    }

    /** @return list<array<string, mixed>> */
    public function requests(): array
    {
        return $this->tell('GET', '/requests');
    }

    /** @return list<string> */
    public function paths(): array
    {
        return array_column($this->requests(), 'path');
    }

    /** The most requests that were in flight at the same time. */
    public function peak(): int
    {
        return $this->tell('GET', '/counters')['peak'];
    }

    public function forgetRequests(): void
    {
        $this->tell('DELETE', '/requests');
    }

    private static function start(string $folder): self
    {
        $program = Workshop::panel();
        mkdir($folder, 0700);
        $server = Server::start(
            [$program, '--dir', $folder, '--token', self::TOKEN],
            "{$folder}.log",
        );
        $ready = json_decode($server->line(), true);
        if (!is_array($ready)) {
            throw new RuntimeException('The panel did not start: ' . file_get_contents("{$folder}.log"));
        }

        return new self("localhost:{$ready['port']}", (string) file_get_contents($ready['ca']), $ready['control']);
    }

    /** @param array<mixed>|string|null $body */
    private function tell(string $method, string $path, array|string|null $body = null): array
    {
        $request = curl_init($this->control . $path);
        curl_setopt_array($request, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 10,
            CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
        ]);
        if ($body !== null) {
            curl_setopt($request, CURLOPT_POSTFIELDS, json_encode($body, JSON_THROW_ON_ERROR));
        }
        $answer = curl_exec($request);
        $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
        if ($answer === false || $status >= 300) {
            throw new RuntimeException("{$method} {$path}: {$status} " . $answer . curl_error($request));
        }
        $data = json_decode((string) $answer, true);

        return is_array($data) ? $data : [];
    }
}
