<?php

/*
 * Reads VirtFusion products and the locations that they can be ordered in, in two queries however many products there are. A product
 * counts as stock-controlled only if its column is 1 or `on`.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use Illuminate\Database\Query\Builder;

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
        'tblproducts.configoption2', 'tblproducts.configoption3', 'tblproducts.configoption7',
    ];

    /** Columns that locationsOf() reads. */
    private const LOCATION_COLUMNS = [
        'opt.optionname as label', 'opt.hidden as option_hidden', 'sub.id as sub', 'sub.optionname as location',
        'sub.hidden as location_hidden', 'sub.sortorder as position',
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
     * Those of the products that are stock-controlled when the query runs, to read or to update.
     *
     * @param list<int> $ids
     */
    public function controlledAmong(array $ids): Builder
    {
        return $this->all()->whereRaw(self::IS_CONTROLLED)->whereIntegerInRaw('tblproducts.id', $ids);
    }

    /** Columns of a SELECT from snapshotTables(). */
    public static function snapshotColumns(): string
    {
        return implode(', ', [...self::COLUMNS, ...self::LOCATION_COLUMNS]);
    }

    /**
     * One product with every option that may be its location option, as SQL: one row for each sub-option. Values: part of the
     * option's name. What follows may join further tables.
     */
    public static function snapshotTables(): string
    {
        return 'tblproducts'
            . ' LEFT JOIN tblproductconfiglinks link ON link.pid = tblproducts.id'
            . ' LEFT JOIN tblproductconfigoptions opt ON opt.gid = link.gid AND INSTR(opt.optionname, ?) > 0'
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
        $label = $this->hostModule->locationLabel();
        $products = [];
        $locations = [];
        foreach ($first as $id => $row) {
            // Most products share their options with others.
            $known = implode(',', $groups[$id]);
            $locations[$known] ??= self::locationsOf(
                array_merge(...array_values(array_intersect_key($options, $groups[$id]))),
                $label,
                $visibleOnly,
            );
            $products[$id] = Product::of($row, $locations[$known]);
        }

        return $products;
    }

    /**
     * @param list<int> $groups of configurable options
     * @return array<int, list<object>> by group, with LOCATION_COLUMNS
     */
    private function options(array $groups): array
    {
        $options = [];
        if ($groups !== []) {
            $query = $this->database->table('tblproductconfigoptions as opt')
                ->join('tblproductconfigoptionssub as sub', 'sub.configid', '=', 'opt.id')
                ->whereIntegerInRaw('opt.gid', $groups);
            foreach ($this->database->rows($query, ['opt.gid as option_group', ...self::LOCATION_COLUMNS]) as $row) {
                $options[(int) $row->option_group][] = $row;
            }
        }

        return $options;
    }

    /**
     * The names of the sub-options of one product that are locations, in the order of the form.
     *
     * @param list<object> $rows with LOCATION_COLUMNS
     * @param string $label of the location option, HostModule::locationLabel()
     * @param bool $visibleOnly without those that cannot be ordered
     * @return list<string> as stored
     */
    public static function locationsOf(array $rows, string $label, bool $visibleOnly = true): array
    {
        $isLabel = [];
        /** @var array<int, array{int, int, string}> $places position, id and name by sub-option */
        $places = [];
        foreach ($rows as $row) {
            $hidden = $visibleOnly && (self::isSet($row->option_hidden) || self::isSet($row->location_hidden));
            if ($row->location === null || $hidden) {
                continue;
            }
            $name = (string) $row->label;
            if ($isLabel[$name] ??= self::value($name) === $label) {
                $places[(int) $row->sub] = [(int) $row->position, (int) $row->sub, (string) $row->location];
            }
        }
        sort($places);

        return array_map(static fn (array $place): string => $place[2], $places);
    }

    /** The part of an option's name before a pipe. */
    public static function value(string $name): string
    {
        return trim(explode('|', $name, 2)[0]);
    }

    private static function isSet(mixed $flag): bool
    {
        return !in_array(strtolower(trim((string) $flag)), ['', '0', 'off', 'no', 'false'], true);
    }
}
