<?php

/*
 * A shop in a temporary folder: WHMCS's tree, a copy of the addon, and a database. Tests and the demo build it; its requests
 * run in separate processes (Shop::php()). remove() deletes the folder.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use RuntimeException;

require_once __DIR__ . '/runtime/illuminate.php';
require_once __DIR__ . '/runtime/Cipher.php';
require_once __DIR__ . '/runtime/Connection.php';
require_once __DIR__ . '/runtime/Capsule.php';
require_once __DIR__ . '/runtime/Orders.php';
require_once __DIR__ . '/Schema.php';
require_once __DIR__ . '/Catalogue.php';
require_once __DIR__ . '/Process.php';

final class Shop
{
    private const PROJECT = __DIR__ . '/../../..';

    private function __construct(public readonly string $root, public readonly Catalogue $catalogue)
    {
    }

    /**
     * @param string $root a folder that does not exist yet, or is empty
     * @param array<string, mixed> $database an Illuminate connection to an empty database
     * @param array<string, mixed> $configuration more entries for configuration.php
     */
    public static function build(string $root, array $database, array $configuration = []): self
    {
        $key = bin2hex(random_bytes(16));
        self::copy(__DIR__ . '/tree', $root);
        self::copy(getenv('VIRTFUSION_MODULES') ?: self::PROJECT . '/php/modules', "{$root}/modules");
        foreach (['modules/servers', 'sessions'] as $folder) {
            self::folder("{$root}/{$folder}");
        }
        $configuration += ['database' => $database, 'key' => $key, 'runtime' => __DIR__ . '/runtime.php'];
        file_put_contents(
            "{$root}/configuration.php",
            "<?php\n\nreturn " . var_export($configuration, true) . ";\n",
        );
        Connection::open($database);
        Schema::create((bool) ($configuration['text_flags'] ?? false));

        return new self($root, new Catalogue($key));
    }

    /** @return array<string, mixed> a connection to an SQLite file, which is made when it is missing */
    public static function sqlite(string $file): array
    {
        touch($file);

        return ['driver' => 'sqlite', 'database' => $file, 'prefix' => '', 'foreign_key_constraints' => false];
    }

    /** @return array<string, mixed> a connection to MariaDB over its socket */
    public static function mariadb(string $socket, string $database): array
    {
        return [
            'driver' => 'mysql',
            'unix_socket' => $socket,
            'host' => 'localhost',
            'database' => $database,
            'username' => 'root',
            'password' => '',
            'charset' => 'utf8mb4',
            'collation' => 'utf8mb4_unicode_ci',
            'prefix' => '',
            'strict' => true,
        ];
    }

    /** Puts the host's server module into the tree: `plain` (no stock control) or `stock`. */
    public function installHost(string $variant): void
    {
        self::copy(__DIR__ . '/host/common', "{$this->root}/modules/servers/VirtFusionDirect");
        if ($variant !== 'plain') {
            self::copy(__DIR__ . "/host/{$variant}", "{$this->root}/modules/servers/VirtFusionDirect");
        }
    }

    /** @param array<string, string> $labels the host's own names of configurable options */
    public function mapOptions(array $labels): void
    {
        $folder = "{$this->root}/modules/servers/VirtFusionDirect/config";
        self::folder($folder);
        file_put_contents(
            "{$folder}/ConfigOptionMapping.php",
            "<?php\n\nreturn " . var_export($labels, true) . ";\n",
        );
    }

    /**
     * Activates the addon in a new process, and returns its answer.
     *
     * @param list<string> $interpreter the PHP binary with its options
     * @return array<string, mixed>
     */
    public function activate(array $interpreter): array
    {
        return $this->php($interpreter, 'return WhmcsStandIn\Modules::activate("virtfusion_stock");');
    }

    /**
     * Runs PHP code after init.php in a new process, and returns its result (through JSON).
     *
     * @param list<string> $interpreter the PHP binary with its options
     */
    public function php(array $interpreter, string $code): mixed
    {
        $process = Process::start([...$interpreter, __DIR__ . '/command.php', $this->root], $code);

        return $process->answer();
    }

    public function remove(): void
    {
        if (!is_dir($this->root)) {
            return;
        }
        $entries = new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($this->root, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::CHILD_FIRST,
        );
        foreach ($entries as $entry) {
            $entry->isDir() && !$entry->isLink() ? rmdir($entry->getPathname()) : unlink($entry->getPathname());
        }
        rmdir($this->root);
    }

    private static function copy(string $from, string $to): void
    {
        self::folder($to);
        $entries = new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($from, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::SELF_FIRST,
        );
        foreach ($entries as $entry) {
            $target = $to . substr($entry->getPathname(), strlen($from));
            if ($entry->isDir()) {
                self::folder($target);
            } elseif (!copy($entry->getPathname(), $target) || !chmod($target, $entry->getPerms() & 0777)) {
                throw new RuntimeException("Could not copy {$entry->getPathname()} to {$target}");
            }
        }
    }

    private static function folder(string $path): void
    {
        if (!is_dir($path) && !mkdir($path, 0755, true)) {
            throw new RuntimeException("Could not make the folder {$path}");
        }
    }
}
