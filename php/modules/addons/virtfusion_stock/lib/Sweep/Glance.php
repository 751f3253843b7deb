<?php

/*
 * All that a cart page needs to see whether there is anything to do, in one query: one product with its locations and its
 * row in the ledger, the settings, the servers, and whether a sweep is running. It takes no lock and writes nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Product;
use WHMCS\Module\Addon\VirtfusionStock\Products;
use WHMCS\Module\Addon\VirtfusionStock\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Tables;

final class Glance
{
    private const ENTRY = 'entry_';
    private const SERVER = 'server_';
    private const SETTING = 'setting_';

    /**
     * @param Entry|null $entry of its row in the ledger, Ledger::HELD
     */
    private function __construct(
        public readonly Product $product,
        public readonly ?Entry $entry,
        public readonly bool $isFree,
        public readonly Settings $settings,
        public readonly Panels $panels,
    ) {
    }

    /** @return self|null null when it is no stock-controlled product */
    public static function at(int $product): ?self
    {
        $rows = Tables::mended(static fn (): array => self::rows($product));
        if ($rows === []) {
            return null;
        }
        $first = get_object_vars($rows[0]);
        $entry = self::part($first, self::ENTRY, Ledger::HELD);
        $servers = [];
        foreach ($rows as $row) {
            $servers[$row->server_id ?? ''] ??= (object) self::part(get_object_vars($row), self::SERVER, Panels::COLUMNS);
        }
        unset($servers['']);
        $settings = self::part($first, self::SETTING, Settings::names());

        return new self(
            Product::of($rows[0], Products::locationsOf($rows)),
            $entry['product_id'] === null ? null : Entry::of((object) $entry),
            !is_numeric($first['is_free'] ?? 1) || (int) $first['is_free'] === 1,
            Settings::from(array_filter($settings, static fn (mixed $value): bool => $value !== null)),
            Panels::of(array_values($servers)),
        );
    }

    /**
     * One for each location and server, at least one. A server's `groupid` is the product's server group or null. The text
     * is written out, because to build a query of this size takes as long as to run it.
     *
     * @return list<object>
     */
    private static function rows(int $product): array
    {
        $setting = 'SELECT value FROM tbladdonmodules WHERE module = \'' . Settings::MODULE . '\' AND setting = ';
        $free = Lock::freeExpression();
        $columns = [
            ...Products::columns(),
            ...Products::LOCATION,
            ...self::named('entry', self::ENTRY, Ledger::HELD),
            ...self::named('server', self::SERVER, array_diff(Panels::COLUMNS, ['groupid'])),
            'member.groupid AS ' . self::SERVER . 'groupid',
            ...array_map(
                static fn (string $name): string => "({$setting}'{$name}' LIMIT 1) AS " . self::SETTING . $name,
                Settings::names(),
            ),
            ...($free === null ? [] : ["{$free[0]} AS is_free"]),
        ];
        $query = 'SELECT ' . implode(', ', $columns)
            . ' FROM tblproducts'
            . ' LEFT JOIN tblproductconfiglinks AS link ON link.pid = tblproducts.id'
            . " LEFT JOIN tblproductconfigoptions AS opt ON opt.gid = link.gid AND opt.optionname LIKE ? ESCAPE '!'"
            . ' LEFT JOIN tblproductconfigoptionssub AS sub ON sub.configid = opt.id'
            . ' LEFT JOIN ' . Tables::LEDGER . ' AS entry ON entry.product_id = tblproducts.id'
            . ' LEFT JOIN tblservers AS server ON server.type = ?'
            . ' LEFT JOIN tblservergroupsrel AS member'
            . ' ON member.serverid = server.id AND member.groupid = tblproducts.servergroup'
            . ' WHERE tblproducts.id = ? AND tblproducts.servertype = ? AND ' . Products::isControlled('tblproducts.stockcontrol');

        $rows = Capsule::connection()->select($query, [
            ...($free === null ? [] : [$free[1]]),
            // Options that may be the one of the locations; which one is, Products tells.
            '%' . strtr(HostModule::locationLabel(), ['!' => '!!', '%' => '!%', '_' => '!_']) . '%',
            HostModule::TYPE,
            $product,
            HostModule::TYPE,
        ]);

        return array_values(array_filter($rows, 'is_object'));
    }

    /**
     * @param array<string> $columns
     * @return list<string>
     */
    private static function named(string $table, string $prefix, array $columns): array
    {
        return array_values(array_map(static fn (string $column): string => "{$table}.{$column} AS {$prefix}{$column}", $columns));
    }

    /**
     * @param array<array-key, mixed> $row
     * @param list<string> $columns
     * @return array<string, mixed> the row's columns with this prefix, without it
     */
    private static function part(array $row, string $prefix, array $columns): array
    {
        $part = [];
        foreach ($columns as $column) {
            $part[$column] = $row[$prefix . $column];
        }

        return $part;
    }
}
