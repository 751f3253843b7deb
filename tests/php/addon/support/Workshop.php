<?php

/*
 * The suite's temporary folder, which is removed when the suite ends, and the programs under test.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use RuntimeException;

final class Workshop
{
    private static ?string $folder = null;

    public static function folder(): string
    {
        if (self::$folder === null) {
            $folder = sys_get_temp_dir() . '/virtfusion-stock-' . bin2hex(random_bytes(6));
            mkdir($folder, 0700);
            self::$folder = $folder;
            $owner = getmypid();
            register_shutdown_function(static function () use ($folder, $owner): void {
                if (getmypid() === $owner) {
                    self::remove($folder);
                }
            });
        }

        return self::$folder;
    }

    public static function extension(): string
    {
        return self::built('VIRTFUSION_EXTENSION', 'libvirtfusion_direct.so');
    }

    public static function panel(): string
    {
        return self::built('VIRTFUSION_PANEL', 'panel');
    }

    public static function remove(string $folder): void
    {
        if (!is_dir($folder)) {
            return;
        }
        $entries = new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::CHILD_FIRST,
        );
        foreach ($entries as $entry) {
            $entry->isDir() && !$entry->isLink() ? rmdir($entry->getPathname()) : unlink($entry->getPathname());
        }
        rmdir($folder);
    }

    private static function built(string $variable, string $name): string
    {
        $file = (string) (getenv($variable) ?: dirname(__DIR__, 4) . "/target/release/{$name}");
        if (!is_file($file)) {
            throw new RuntimeException("{$file} is not there: build the project first, or set {$variable}.");
        }

        return $file;
    }
}
