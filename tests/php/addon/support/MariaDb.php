<?php

/*
 * The suite's MariaDB server, on a socket in its temporary folder. Every shop has its own database.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use PDO;
use PDOException;
use RuntimeException;

final class MariaDb
{
    private static ?self $shared = null;

    private int $databases = 0;

    private function __construct(private string $folder, public Server $server)
    {
    }

    public static function shared(): self
    {
        return self::$shared ??= self::start(Workshop::folder() . '/mariadb');
    }

    /** A server that a test may stop. */
    public static function start(string $folder): self
    {
        $options = ['--no-defaults', "--datadir={$folder}", '--user=' . posix_getpwuid(posix_geteuid())['name']];
        mkdir($folder, 0755);
        exec(implode(' ', array_map('escapeshellarg', [
            'mariadb-install-db', ...$options, '--auth-root-authentication-method=normal', '--skip-test-db',
        ])) . ' 2>&1', $output, $code);
        if ($code !== 0) {
            throw new RuntimeException("mariadb-install-db failed:\n" . implode("\n", $output));
        }
        // Tests need little memory and run in parallel; a benchmark with thousands of products needs more.
        $memory = getenv('MARIADB_BUFFER_POOL') ?: '32M';
        $server = Server::start([
            self::program(), ...$options, "--socket={$folder}/socket", "--pid-file={$folder}/pid", '--skip-networking',
            "--innodb-buffer-pool-size={$memory}", '--innodb-flush-log-at-trx-commit=0', '--skip-log-bin',
            '--max-connections=300',
        ], "{$folder}.log");
        $database = new self($folder, $server);
        $server->waitUntil(static fn (): bool => $database->answers(), 'MariaDB');

        return $database;
    }

    public function socket(): string
    {
        return "{$this->folder}/socket";
    }

    /** @return string the name of a new, empty database */
    public function create(): string
    {
        $name = 'shop' . ++$this->databases;
        $this->connect()->exec("CREATE DATABASE {$name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");

        return $name;
    }

    public function drop(string $name): void
    {
        $this->connect()->exec("DROP DATABASE IF EXISTS {$name}");
    }

    public function connect(): PDO
    {
        return new PDO("mysql:unix_socket={$this->socket()}", 'root', '');
    }

    private function answers(): bool
    {
        try {
            $this->connect();

            return true;
        } catch (PDOException) {
            return false;
        }
    }

    private static function program(): string
    {
        foreach (['/usr/sbin/mariadbd', '/usr/libexec/mariadbd', '/usr/bin/mariadbd'] as $program) {
            if (is_executable($program)) {
                return $program;
            }
        }

        throw new RuntimeException('mariadbd is not installed.');
    }
}
