<?php

/*
 * WHMCS ships Illuminate 7, 8 or 9; Debian has 8 and 10, on which the tests run. The list here holds what all of them have in
 * common, and the addon may call nothing else.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use FilesystemIterator;
use Illuminate\Database\Connection;
use Illuminate\Database\Grammar;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Collection;
use PHPUnit\Framework\TestCase;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

final class IlluminateTest extends TestCase
{
    private const ADDON = __DIR__ . '/../../../php/modules/addons/virtfusion_stock';

    /** In Illuminate 7, 8, 9 and 10, with the same meaning. */
    private const COMMON = [
        'connection', 'getSchemaBuilder', 'table', 'raw', 'select', 'selectOne', 'selectRaw', 'statement', 'transaction',
        'getConfig', 'getDatabaseName', 'getDriverName', 'getPdo', 'getQueryGrammar', 'getGrammar', 'wrap', 'wrapTable',
        'where', 'orWhere', 'whereIn', 'whereNotIn', 'whereExists', 'from', 'whereIntegerInRaw', 'whereNull', 'whereNotNull', 'orWhereNull', 'whereRaw',
        'join', 'joinSub', 'leftJoin', 'havingRaw', 'orderBy', 'limit', 'lockForUpdate', 'get', 'first', 'value', 'pluck', 'exists', 'count', 'max', 'min',
        'insert', 'insertGetId', 'insertOrIgnore', 'update', 'updateOrInsert', 'delete', 'increment',
        'all', 'map', 'keyBy', 'groupBy', 'toArray', 'filter',
        'hasTable', 'hasColumn', 'getColumnListing',
    ];

    /** Of PHP, of WHMCS and of the extension. */
    private const OTHERS = [
        'admin', 'getMessage', 'getCode', 'getFile', 'getLine', 'getPrevious', 'getTraceAsString', 'format', 'getTimestamp', 'getAttribute', 'setAttribute',
        'lastError',
    ];

    public function testTheAddonCallsOnlyWhatIlluminate7To10HaveInCommon(): void
    {
        $own = [];
        $called = [];
        foreach ($this->sources() as $name => $source) {
            preg_match_all('/function (\w+)\(/', $source, $found);
            $own = [...$own, ...$found[1]];
            if (stripos($source, 'database') !== false) {
                preg_match_all('/(?:->|Capsule::)(\w+)\(/', $source, $found);
                $called += array_fill_keys($found[1], $name);
            }
        }

        self::assertArrayHasKey('where', $called);
        self::assertSame([], array_diff_key($called, array_flip([...$own, ...self::COMMON, ...self::OTHERS])));
    }

    public function testTheCommonListMatchesTheInstalledIlluminate(): void
    {
        $classes = [Connection::class, Grammar::class, Builder::class, Collection::class, \Illuminate\Database\Schema\Builder::class];
        $has = array_merge(...array_map('get_class_methods', $classes));
        // Of Capsule's manager.
        $elsewhere = ['connection'];

        self::assertSame([], array_values(array_diff(self::COMMON, $has, $elsewhere)));
    }

    /** @return array<string, string> */
    private function sources(): array
    {
        $sources = [];
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(self::ADDON, FilesystemIterator::SKIP_DOTS));
        foreach ($files as $file) {
            if (in_array($file->getExtension(), ['php', ''], true)) {
                $sources[$file->getPathname()] = (string) file_get_contents($file->getPathname());
            }
        }

        return $sources;
    }
}
