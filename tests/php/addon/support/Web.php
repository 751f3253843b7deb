<?php

/*
 * A shop behind PHP's built-in web server on a free loopback port, and what a browser adds: a session, the token and an
 * Origin header.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use RuntimeException;

final class Web
{
    public string $token = '';
    private string $cookie = '';

    private function __construct(public readonly string $address, private Server $server)
    {
    }

    /** @param list<string> $php */
    public static function serve(string $root, array $php): self
    {
        $address = '127.0.0.1:' . self::freePort();
        $environment = ['PHP_CLI_SERVER_WORKERS' => '3'] + getenv();
        $server = Server::start([...$php, '-S', $address, '-t', $root], "{$root}.web.log", $environment);
        $server->waitUntil(static function () use ($address): bool {
            $socket = @stream_socket_client("tcp://{$address}", $code, $message, 1);
            if ($socket === false) {
                return false;
            }
            fclose($socket);

            return true;
        }, 'The web server');

        return new self($address, $server);
    }

    public function signIn(string $admin): void
    {
        $this->cookie = '';
        $answer = $this->send('POST', '/admin/login.php', ['username' => $admin]);
        if ($answer->status !== 200 || $answer->cookie === '') {
            throw new RuntimeException("Could not sign in: {$answer->status} {$answer->body}");
        }
        $this->cookie = $answer->cookie;
        $this->token = $answer->body;
    }

    public function get(string $path): WebAnswer
    {
        return $this->send('GET', $path);
    }

    /**
     * As the shop's own page would send it, unless headers say otherwise.
     *
     * @param array<string, string> $fields
     * @param list<string>|null $headers
     */
    public function post(string $path, array $fields, ?array $headers = null): WebAnswer
    {
        return $this->send('POST', $path, $fields, $headers ?? ["Origin: http://{$this->address}"]);
    }

    /**
     * @param array<string, string>|null $fields
     * @param list<string> $headers
     */
    public function send(string $method, string $path, ?array $fields = null, array $headers = []): WebAnswer
    {
        $request = curl_init("http://{$this->address}{$path}");
        $answer = new WebAnswer();
        curl_setopt_array($request, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 60,
            CURLOPT_HTTPHEADER => $headers,
            CURLOPT_COOKIE => $this->cookie,
            CURLOPT_HEADERFUNCTION => static function ($request, string $line) use ($answer): int {
                $answer->header($line);

                return strlen($line);
            },
        ]);
        if ($fields !== null) {
            curl_setopt($request, CURLOPT_POSTFIELDS, http_build_query($fields));
        }
        $body = curl_exec($request);
        if ($body === false) {
            throw new RuntimeException("{$method} {$path}: " . curl_error($request));
        }
        $answer->body = (string) $body;
        $answer->status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);

        return $answer;
    }

    public function stop(): void
    {
        $this->server->stop();
    }

    public static function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $name = (string) stream_socket_get_name($socket, false);
        fclose($socket);

        return (int) substr($name, strrpos($name, ':') + 1);
    }
}
