<?php

/*
 * What the addon's files answer when a browser asks for them directly.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use FilesystemIterator;
use PHPUnit\Framework\TestCase;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

final class WebAccessTest extends TestCase
{
    private const REFUSAL = 'This file cannot be accessed directly';

    /** Folders of which no file is for a browser. */
    private const CLOSED = '~^/(?:bin|lang|lib|templates)/~';

    private string $root;

    protected function setUp(): void
    {
        $this->root = sys_get_temp_dir() . '/virtfusion-access-' . bin2hex(random_bytes(6));
        mkdir($this->root, 0755);
        file_put_contents("{$this->root}/ready", 'yes');
        $modules = (string) (getenv('VIRTFUSION_MODULES') ?: dirname(__DIR__, 3) . '/php/modules');
        foreach (self::filesBelow("{$modules}/addons/virtfusion_stock") as $path => $file) {
            is_dir(dirname($this->root . $path)) || mkdir(dirname($this->root . $path), 0755, true);
            copy($file, $this->root . $path);
        }
    }

    protected function tearDown(): void
    {
        Workshop::remove($this->root);
    }

    public function testEveryPhpFileEndsByItself(): void
    {
        $web = Web::serve($this->root, [PHP_BINARY, '-n', '-d', 'display_errors=1', '-d', 'html_errors=0', '-d', 'error_reporting=-1']);
        $answers = $expected = [];
        foreach (array_keys(self::filesBelow($this->root)) as $path) {
            if (str_ends_with($path, '.php')) {
                $answer = $web->get($path);
                $answers[$path] = [$answer->status, $answer->headers['location'] ?? '', $answer->body];
                $expected[$path] = match (basename($path)) {
                    'index.php' => [302, '../index.php', ''],
                    // For the panel, which has a token.
                    'webhook.php' => [404, '', ''],
                    default => [200, '', self::REFUSAL],
                };
            }
        }
        $web->stop();
        unlink("{$this->root}.web.log");

        self::assertGreaterThan(100, count($answers));
        self::assertSame($expected, $answers);
    }

    public function testEveryFolderHasAnIndexSoThatNoServerListsIt(): void
    {
        $without = [];
        foreach (array_keys(self::filesBelow($this->root)) as $path) {
            is_file($this->root . dirname($path) . '/index.php') || $without[dirname($path)] = true;
        }

        self::assertSame([], $without);
    }

    public function testApacheServesNothingOfTheFoldersThatNoBrowserNeeds(): void
    {
        $apache = Apache::serve($this->root);
        $statuses = $expected = [];
        foreach (array_keys(self::filesBelow($this->root)) as $path) {
            $statuses[$path] = $apache->status($path);
            $expected[$path] = preg_match(self::CLOSED, $path) === 1 || basename($path)[0] === '.' ? 403 : 200;
        }
        $folder = $apache->status('/lib/Admin/');
        $apache->stop();

        self::assertSame(403, $statuses['/bin/stock']);
        self::assertSame(200, $statuses['/logo.png']);
        self::assertSame($expected, $statuses);
        self::assertSame(403, $folder);
    }

    /** @return array<string, string> files by path below the folder, in order */
    private static function filesBelow(string $folder): array
    {
        $files = [];
        foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS)) as $file) {
            $files[substr($file->getPathname(), strlen($folder))] = $file->getPathname();
        }
        ksort($files);

        return $files;
    }
}
