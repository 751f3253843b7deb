<?php

/*
 * A receiver of alerts in its own process, at https://localhost, with a certificate of its own.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

final class Receiver
{
    public const SECRET = 'a-secret-of-32-characters-or-so!';

    /** A part of the address that lets anybody post who knows it. */
    public const PATH = 'hooks/T000/B000/path-that-nobody-may-see';

    private function __construct(private string $folder, private Server $server, public readonly string $url, public readonly string $authority)
    {
    }

    public static function start(): self
    {
        $folder = Workshop::folder() . '/receiver-' . bin2hex(random_bytes(4));
        mkdir($folder, 0700);
        $authority = self::certificate($folder);
        file_put_contents("{$folder}/mode", 'ok');
        $program = dirname(__DIR__) . '/programs/webhook_receiver.php';
        $server = Server::start([PHP_BINARY, $program, $folder, self::SECRET], "{$folder}/log");
        $port = trim($server->line());

        return new self($folder, $server, "https://localhost:{$port}/" . self::PATH, $authority);
    }

    /** @param string $mode ok, hang, redirect, or a status */
    public function answers(string $mode): void
    {
        file_put_contents("{$this->folder}/mode", $mode);
    }

    /** @return list<array{request: string, headers: array<string, string>, body: string, mode: string}> */
    public function requests(): array
    {
        return self::lines("{$this->folder}/requests");
    }

    /** @return list<array<string, mixed>> the bodies that were accepted */
    public function accepted(): array
    {
        return self::lines("{$this->folder}/accepted");
    }

    /** @return list<string> */
    public function events(): array
    {
        return array_column($this->accepted(), 'event');
    }

    public function stop(): void
    {
        $this->server->stop();
    }

    /** @return string the certificate */
    private static function certificate(string $folder): string
    {
        file_put_contents("{$folder}/openssl.cnf", "[req]\ndistinguished_name = name\n[name]\n[v3]\nsubjectAltName = DNS:localhost\n");
        $options = ['config' => "{$folder}/openssl.cnf", 'x509_extensions' => 'v3', 'digest_alg' => 'sha256', 'private_key_bits' => 2048];
        $key = openssl_pkey_new($options);
        $request = openssl_csr_new(['commonName' => 'localhost'], $key, $options);
        openssl_x509_export(openssl_csr_sign($request, null, $key, 30, $options), $certificate);
        openssl_pkey_export($key, $private, null, $options);
        file_put_contents("{$folder}/receiver.pem", $certificate . $private);

        return $certificate;
    }

    /** @return list<array<string, mixed>> */
    private static function lines(string $file): array
    {
        $lines = is_file($file) ? (file($file, FILE_IGNORE_NEW_LINES) ?: []) : [];

        return array_map(static fn (string $line): array => json_decode($line, true, 16, JSON_THROW_ON_ERROR), $lines);
    }
}
