<?php

/*
 * Reads products and the locations that they can be ordered in, two queries however many there are. It must
 * read a product as stock-controlled only when its column says 1 or `on`.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Illuminate\Database\Query\Builder;
use WHMCS\Database\Capsule;

final class Products
{
    /**
     * Compared as text: on MariaDB an integer column compared with 'on' would be compared as numbers, and 0, a
     * product that is opted out, would be equal to it.
     */
    private const CONTROLLED = "CAST(%s AS CHAR) IN ('1', 'on')";

    private const COLUMNS = [
        'id', 'name', 'servergroup', 'qty', 'configoption1', 'configoption2', 'configoption3', 'configoption7',
    ];

    /** What locationsOf() reads, from the joined tables `opt` and `sub`. */
    private const LOCATION = [
        'opt.optionname as label', 'opt.hidden as option_hidden', 'sub.id as sub', 'sub.optionname as location',
        'sub.hidden as location_hidden', 'sub.sortorder as position',
    ];

    /**
     * Every stock-controlled product, by id.
     *
     * @return array<int, Product>
     */
    public static function controlled(): array
    {
        return self::read(static fn (Builder $query) => self::onlyControlled($query), true);
    }

    /**
     * The product when it is stock-controlled, else nothing.
     *
     * @return array<int, Product>
     */
    public static function controlledOne(int $id): array
    {
        return self::read(
            static fn (Builder $query) => self::onlyControlled($query)->where('tblproducts.id', $id),
            true,
        );
    }

    /**
     * The product, stock-controlled or not, with the hidden locations as well: servers may still be there.
     *
     * @return array<int, Product>
     */
    public static function withAllLocations(int $id): array
    {
        return self::read(static fn (Builder $query) => $query->where('tblproducts.id', $id), false);
    }

    public static function onlyControlled(Builder $query): Builder
    {
        return $query->whereRaw(self::isControlled($query->getGrammar()->wrap('tblproducts.stockcontrol')));
    }

    /** @param string $column the stock control's, as SQL */
    public static function isControlled(string $column): string
    {
        return sprintf(self::CONTROLLED, $column);
    }

    /**
     * @param callable(Builder): Builder $narrow
     * @return array<int, Product> by id
     */
    private static function read(callable $narrow, bool $visibleOnly): array
    {
        $query = $narrow(self::chosen())
            ->leftJoin('tblproductconfiglinks as link', 'link.pid', '=', 'tblproducts.id')
            ->orderBy('tblproducts.id');
        $columns = array_map(static fn (string $column): string => "tblproducts.{$column}", self::COLUMNS);
        $rows = Exchange::once(static fn (): array => $query->get([...$columns, 'link.gid as option_group'])->all());
        $first = [];
        /** @var array<int, array<int, int>> $groups of configurable options, by product */
        $groups = [];
        /** @var array<int, int> $all groups of any product */
        $all = [];
        foreach (array_filter($rows, 'is_object') as $row) {
            $id = (int) $row->id;
            $first[$id] ??= $row;
            $groups[$id] ??= [];
            if ($row->option_group !== null) {
                $group = (int) $row->option_group;
                $all[$group] = $groups[$id][$group] = $group;
            }
        }
        $options = self::options(array_values($all));
        $label = HostModule::locationLabel();
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
     * @return array<int, list<object>> by group, with the columns of LOCATION
     */
    private static function options(array $groups): array
    {
        $options = [];
        if ($groups !== []) {
            $query = Capsule::table('tblproductconfigoptions as opt')
                ->join('tblproductconfigoptionssub as sub', 'sub.configid', '=', 'opt.id')
                ->whereIntegerInRaw('opt.gid', $groups);
            $rows = Exchange::once(static fn (): array => $query->get(['opt.gid as option_group', ...self::LOCATION])->all());
            foreach (array_filter($rows, 'is_object') as $row) {
                $options[(int) $row->option_group][] = $row;
            }
        }

        return $options;
    }

    /**
     * Raw names of the sub-options of one product that are locations, in the order of the form.
     *
     * @param list<object> $rows with the columns of LOCATION
     * @param string $label of the option that they belong to, HostModule::locationLabel()
     * @param bool $visibleOnly without those that cannot be ordered
     * @return list<string>
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

    /** Products of the host module. */
    public static function chosen(): Builder
    {
        return Capsule::table('tblproducts')->where('tblproducts.servertype', HostModule::TYPE);
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
