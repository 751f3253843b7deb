<?php

/*
 * Reads VirtFusion products and the options that they can be ordered with, in two queries however many products there are. A product
 * counts as stock-controlled only if its column is 1 or `on`.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use Illuminate\Database\Query\Builder;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Products
{
    /**
     * Compared as text. On MariaDB an integer column and 'on' would be compared as numbers, and 0, a product without stock control,
     * would be equal to it.
     */
    private const IS_CONTROLLED = "CAST(tblproducts.stockcontrol AS CHAR) IN ('1', 'on')";

    /** Columns that Product::of() reads. */
    private const COLUMNS = [
        'tblproducts.id', 'tblproducts.name', 'tblproducts.servergroup', 'tblproducts.qty', 'tblproducts.configoption1',
        'tblproducts.configoption2', 'tblproducts.configoption3', 'tblproducts.configoption7', 'tblproducts.stockcontrol',
        'tblproducts.allowqty',
    ];

    public function __construct(private Database $database, private HostModule $hostModule)
    {
    }

    /**
     * Every stock-controlled product.
     *
     * @return array<int, Product> by id
     */
    public function controlled(): array
    {
        return $this->read($this->anyControlled(), true);
    }

    /** Every stock-controlled product, to be narrowed by a condition. */
    public function anyControlled(): Builder
    {
        return $this->all()->whereRaw(self::IS_CONTROLLED);
    }

    /**
     * The product, or nothing if it is not stock-controlled.
     *
     * @return array<int, Product> by id
     */
    public function controlledOne(int $id): array
    {
        return $this->read($this->all()->whereRaw(self::IS_CONTROLLED)->where('tblproducts.id', $id), true);
    }

    /**
     * The product, stock-controlled or not, with its hidden locations as well: servers may still be there.
     *
     * @return array<int, Product> by id
     */
    public function withAllLocations(int $id): array
    {
        return $this->read($this->all()->where('tblproducts.id', $id), false);
    }

    /**
     * These products, stock-controlled or not.
     *
     * @param list<int> $ids
     * @return array<int, Product> by id
     */
    public function among(array $ids): array
    {
        return $ids === [] ? [] : $this->read($this->all()->whereIntegerInRaw('tblproducts.id', $ids), true);
    }

    /**
     * Those of the products that are stock-controlled when the query runs, to read or to update.
     *
     * @param list<int> $ids
     */
    public function controlledAmong(array $ids): Builder
    {
        return $this->all()->whereRaw(self::IS_CONTROLLED)->whereIntegerInRaw('tblproducts.id', $ids);
    }

    /** @return list<int> products that can no longer be ordered */
    public function retired(): array
    {
        $retired = $this->all()->whereRaw("CAST(tblproducts.retired AS CHAR) IN ('1', 'on')");

        return array_map(static fn (object $row): int => (int) $row->id, $this->database->rows($retired, ['tblproducts.id']));
    }

    /** Columns of a SELECT from snapshotTables(). */
    public static function snapshotColumns(): string
    {
        return implode(', ', [...self::COLUMNS, ...Options::COLUMNS]);
    }

    /**
     * One product with every option that may count, as SQL: one row for each sub-option. Values: the labels. What follows may join
     * further tables.
     *
     * @param int $labels how many there are
     */
    public static function snapshotTables(int $labels): string
    {
        $hasLabel = implode(' OR ', array_fill(0, max(1, $labels), 'INSTR(opt.optionname, ?) > 0'));

        return 'tblproducts'
            . ' LEFT JOIN tblproductconfiglinks link ON link.pid = tblproducts.id'
            . " LEFT JOIN tblproductconfigoptions opt ON opt.gid = link.gid AND ({$hasLabel})"
            . ' LEFT JOIN tblproductconfigoptionssub sub ON sub.configid = opt.id';
    }

    /** The condition of one stock-controlled product, as SQL. Values: its id. */
    public static function snapshotCondition(): string
    {
        return "tblproducts.id = ? AND tblproducts.servertype = '" . HostModule::TYPE . "' AND " . self::IS_CONTROLLED;
    }

    private function all(): Builder
    {
        return $this->database->table('tblproducts')->where('tblproducts.servertype', HostModule::TYPE);
    }

    /** @return array<int, Product> by id */
    private function read(Builder $query, bool $visibleOnly): array
    {
        $query->leftJoin('tblproductconfiglinks as link', 'link.pid', '=', 'tblproducts.id')->orderBy('tblproducts.id');
        $first = [];
        /** @var array<int, array<int, int>> $groups of configurable options, by product */
        $groups = [];
        /** @var array<int, int> $all groups of any product */
        $all = [];
        foreach ($this->database->rows($query, [...self::COLUMNS, 'link.gid as option_group']) as $row) {
            $id = (int) $row->id;
            $first[$id] ??= $row;
            $groups[$id] ??= [];
            if ($row->option_group !== null) {
                $group = (int) $row->option_group;
                $all[$group] = $groups[$id][$group] = $group;
            }
        }
        $options = $this->options(array_values($all));
        $labels = $this->hostModule->labels();
        $products = [];
        $shared = [];
        foreach ($first as $id => $row) {
            // Most products share their options with others.
            $known = implode(',', $groups[$id]);
            $shared[$known] ??= Options::of(array_merge(...array_values(array_intersect_key($options, $groups[$id]))), $labels);
            $products[$id] = Product::of($row, $shared[$known], $visibleOnly);
        }

        return $products;
    }

    /**
     * @param list<int> $groups of configurable options
     * @return array<int, list<object>> by group, with Options::COLUMNS
     */
    private function options(array $groups): array
    {
        $options = [];
        if ($groups !== []) {
            $query = $this->database->table('tblproductconfigoptions as opt')
                ->leftJoin('tblproductconfigoptionssub as sub', 'sub.configid', '=', 'opt.id')
                ->whereIntegerInRaw('opt.gid', $groups);
            foreach ($this->database->rows($query, ['opt.gid as option_group', ...Options::COLUMNS]) as $row) {
                $options[(int) $row->option_group][] = $row;
            }
        }

        return $options;
    }

    /** The part of an option's name before a pipe. */
    public static function value(string $name): string
    {
        return trim(explode('|', $name, 2)[0]);
    }
}
