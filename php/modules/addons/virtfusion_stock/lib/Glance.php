<?php

/*
 * One product with its locations, its row in the ledger and whether a sweep is running, all in one query: what a cart
 * page needs to see whether there is anything to do. It takes no lock and writes nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use WHMCS\Database\Capsule;

final class Glance
{
    private const ENTRY = 'entry_';

    /**
     * @param array<string, mixed> $product a row of tblproducts with the key `locations`
     * @param object|null $entry its row in the ledger, without the report
     */
    private function __construct(
        public readonly array $product,
        public readonly ?object $entry,
        public readonly bool $isFree,
    ) {
    }

    /** @return self|null null when it is no stock-controlled product */
    public static function at(int $product): ?self
    {
        $rows = Tables::mended(static fn (): array => self::rows($product));
        if ($rows === []) {
            return null;
        }
        $columns = (array) $rows[0];
        $entry = [];
        foreach (Ledger::columns() as $column) {
            $entry[$column] = $columns[self::ENTRY . $column];
        }

        return new self(
            ['id' => $product, 'locations' => Products::locationsOf($rows)[$product] ?? []]
                + array_intersect_key($columns, array_flip(Products::COLUMNS)),
            $entry['product_id'] === null ? null : (object) $entry,
            (int) ($columns['is_free'] ?? 1) === 1,
        );
    }

    /** @return list<object> one for each location, at least one */
    private static function rows(int $product): array
    {
        $entry = array_map(
            static fn (string $column): string => "entry.{$column} as " . self::ENTRY . $column,
            Ledger::columns(),
        );
        $query = Products::chosen()
            ->where('tblproducts.id', $product)
            ->leftJoin('tblproductconfiglinks as link', 'link.pid', '=', 'tblproducts.id')
            ->leftJoin('tblproductconfigoptions as opt', 'opt.gid', '=', 'link.gid')
            ->leftJoin('tblproductconfigoptionssub as sub', 'sub.configid', '=', 'opt.id')
            ->leftJoin(Tables::LEDGER . ' as entry', 'entry.product_id', '=', 'tblproducts.id')
            ->select([...Products::columns(), ...Products::LOCATION, ...$entry]);
        $free = Lock::freeExpression();
        if ($free !== null) {
            $query->selectRaw("{$free[0]} as is_free", [$free[1]]);
        }

        return Products::onlyControlled($query)->get()->all();
    }
}
