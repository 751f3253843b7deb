<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use FilesystemIterator;
use PHPUnit\Framework\TestCase;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

final class StructureTest extends TestCase
{
    private const ADDON = __DIR__ . '/../../../php/modules/addons/virtfusion_stock';

    /** What WHMCS, the host module and operators call by name. */
    private const ENTRY_POINTS = ['bin/stock', 'hooks.php', 'lib/host/StockControl.php', 'virtfusion_stock.php', 'webhook.php'];

    private const TIME = '/(?<![\w>:$])(?<!function )(?:time|microtime|date|gmdate|getdate|localtime|usleep|sleep)\(/';

    public function testAtMostEightClassesHaveOnlyStaticMethods(): void
    {
        $static = [];
        foreach (self::sources() as $file => $source) {
            preg_match_all('/^    (?:(?:public|protected|private|final) )+(static )?function (\w+)/m', $source, $methods);
            if ($methods[0] !== [] && !in_array('', $methods[1], true)) {
                $static[] = $file;
            }
        }

        self::assertNotSame([], $static);
        self::assertLessThanOrEqual(8, count($static), implode("\n", $static));
    }

    public function testOnlyTheSystemClockAsksPhpForTheTime(): void
    {
        $asking = [];
        foreach (self::sources() as $file => $source) {
            if (preg_match(self::TIME, self::code($source)) === 1) {
                $asking[] = $file;
            }
        }

        self::assertSame(['lib/Shop/SystemClock.php'], $asking);
    }

    public function testOnlyEntryPointsLookForTheRequestsShop(): void
    {
        $found = [];
        foreach (self::sources() as $file => $source) {
            if (str_contains(self::code($source), 'Shop::ofRequest(')) {
                $found[] = $file;
            }
        }

        self::assertEqualsCanonicalizing(self::ENTRY_POINTS, $found);
    }

    public function testOnlyTheShopNamesWhmcsDatabase(): void
    {
        $found = [];
        foreach (self::sources() as $file => $source) {
            if (preg_match('/\bCapsule\b/', self::code($source)) === 1) {
                $found[] = $file;
            }
        }

        self::assertSame(['lib/Shop/Shop.php'], $found);
    }

    public function testEveryClassIsInAFolderThatNamesItsSubjectAndSaysWhatItIs(): void
    {
        $folders = [
            'Admin', 'Alert', 'Checkout', 'Console', 'Customer', 'History', 'Hooks', 'Ledger', 'Metrics', 'Order', 'Panel', 'Report', 'Shop', 'Sweep',
            'Wording',
        ];
        foreach (self::sources() as $file => $source) {
            if (preg_match('~^lib/(\w+)/(\w+)\.php$~', $file, $path) !== 1 || in_array($path[1], ['host'], true)) {
                continue;
            }
            self::assertContains($path[1], $folders);
            $hasContract = preg_match('~\A<\?php\n\n/\*\n \* [A-Z].*?\.\n \*/\n~s', $source) === 1;
            self::assertTrue($hasContract, "{$file} does not open with what it is");
            if (ctype_upper($path[2][0])) {
                $namespace = "namespace WHMCS\\Module\\Addon\\VirtfusionStock\\{$path[1]};";
                self::assertStringContainsString($namespace, $source, $file);
                self::assertMatchesRegularExpression("/^(?:final class|interface) {$path[2]}\\b/m", $source, $file);
            }
        }
    }

    /** @return array<string, string> by path below the addon, in order */
    private static function sources(): array
    {
        $sources = [];
        foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(self::ADDON, FilesystemIterator::SKIP_DOTS)) as $file) {
            if (in_array($file->getExtension(), ['php', ''], true)) {
                $path = substr($file->getPathname(), strlen(self::ADDON) + 1);
                $sources[$path] = (string) file_get_contents($file->getPathname());
            }
        }
        ksort($sources);

        return $sources;
    }

    /** Without comments and strings. */
    private static function code(string $source): string
    {
        $code = '';
        foreach (token_get_all($source) as $token) {
            $isText = is_array($token) && in_array($token[0], [
                T_COMMENT, T_DOC_COMMENT, T_INLINE_HTML, T_CONSTANT_ENCAPSED_STRING, T_ENCAPSED_AND_WHITESPACE,
            ], true);
            $code .= $isText ? ' ' : (is_array($token) ? $token[1] : $token);
        }

        return $code;
    }
}
