<?php

/*
 * Fills a shop's tables: servers, products, configurable options, orders. Each method returns the new id;
 * columns that are not given have what a fresh WHMCS would give them.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use WHMCS\Database\Capsule;

final class Catalogue
{
    public const TYPE = 'VirtFusionDirect';

    public function __construct(private string $key)
    {
    }

    /** @param array<string, mixed> $columns */
    public function server(string $hostname, string $token, array $columns = []): int
    {
        return Capsule::table('tblservers')->insertGetId($columns + [
            'name' => $hostname,
            'type' => self::TYPE,
            'hostname' => $hostname,
            'password' => Cipher::encrypt($token, $this->key),
        ]);
    }

    /** @param list<int> $servers */
    public function serverGroup(string $name, array $servers): int
    {
        $group = Capsule::table('tblservergroups')->insertGetId(['name' => $name]);
        foreach ($servers as $server) {
            Capsule::table('tblservergroupsrel')->insert(['groupid' => $group, 'serverid' => $server]);
        }

        return $group;
    }

    /**
     * A stock-controlled product.
     *
     * @param array<string, mixed> $columns
     */
    public function product(string $name, int|string|null $package, int|string|null $group, array $columns = []): int
    {
        return Capsule::table('tblproducts')->insertGetId($columns + [
            'name' => $name,
            'servertype' => self::TYPE,
            'configoption1' => $group,
            'configoption2' => $package,
            'configoption3' => '1',
            'configoption7' => '10',
            'stockcontrol' => 1,
            'qty' => 0,
        ]);
    }

    /**
     * A configurable option in a group of its own, linked to the products.
     *
     * @param list<int> $products
     * @param list<string|array<string, mixed>> $choices sub-options: names, or columns
     * @param array<string, mixed> $columns
     */
    public function option(string $name, array $products, array $choices, array $columns = []): int
    {
        $group = Capsule::table('tblproductconfiggroups')->insertGetId(['name' => $name]);
        foreach ($products as $product) {
            Capsule::table('tblproductconfiglinks')->insert(['gid' => $group, 'pid' => $product]);
        }
        $option = Capsule::table('tblproductconfigoptions')->insertGetId(
            $columns + ['gid' => $group, 'optionname' => $name],
        );
        foreach ($choices as $position => $choice) {
            $choice = is_array($choice) ? $choice : ['optionname' => $choice];
            Capsule::table('tblproductconfigoptionssub')->insert(
                $choice + ['configid' => $option, 'sortorder' => $position],
            );
        }

        return $option;
    }

    /**
     * An order with one service for each of the products.
     *
     * @param list<int> $products
     * @return array{0: int, 1: list<int>} the order and its services
     */
    public function order(array $products, string $status = 'Pending'): array
    {
        $order = Capsule::table('tblorders')->insertGetId(['userid' => 1, 'status' => $status]);
        $services = [];
        foreach ($products as $product) {
            $services[] = Capsule::table('tblhosting')->insertGetId([
                'userid' => 1,
                'orderid' => $order,
                'packageid' => $product,
                'domain' => "vps{$product}.example.com",
            ]);
        }

        return [$order, $services];
    }

    /** As in a shop that has used the addon since 1.0: it writes, with that version's defaults. */
    public function sinceFirstVersion(): void
    {
        Capsule::table('mod_virtfusion_stock_state')->update(['previewing' => 0, 'defaults' => null]);
    }

    public function setting(string $setting, string $value): void
    {
        Capsule::table('tbladdonmodules')->updateOrInsert(
            ['module' => 'virtfusion_stock', 'setting' => $setting],
            ['value' => $value],
        );
    }

    public function quantity(int $product): int
    {
        return (int) Capsule::table('tblproducts')->where('id', $product)->value('qty');
    }
}
