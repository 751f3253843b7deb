<?php

/*
 * Computes the same quantities in plain PHP, one product at a time: a query for its locations, the answers from the file cache,
 * an UPDATE.
 */

declare(strict_types=1);

namespace VirtFusionReference;

use Illuminate\Database\Query\Builder;
use WHMCS\Database\Capsule;

final class StockControl
{
    public function __construct(private Module $module)
    {
    }

    /** @return array<int, int|null> product id => quantity, null when it is not known */
    public function recalculateAll(): array
    {
        $quantities = [];
        foreach (self::controlled()->orderBy('id')->get() as $product) {
            $quantities[(int) $product->id] = $this->publish($product);
        }

        return $quantities;
    }

    public function recalculateForProduct(int $id): ?int
    {
        $product = self::controlled()->where('id', $id)->first();

        return $product === null ? null : $this->publish($product);
    }

    private static function controlled(): Builder
    {
        return Capsule::table('tblproducts')
            ->where('servertype', 'VirtFusionDirect')
            ->where('stockcontrol', 1);
    }

    private function publish(object $product): ?int
    {
        $quantity = $this->quantity($product);
        if ($quantity !== null) {
            Capsule::table('tblproducts')
                ->where('id', $product->id)
                ->where('stockcontrol', 1)
                ->update(['qty' => min($quantity, 2147483647)]);
        }

        return $quantity;
    }

    private function quantity(object $product): ?int
    {
        $id = (int) $product->configoption2;
        $groups = self::groups($product);
        $package = $id > 0 && $groups !== [] ? $this->module->fetchPackage($id) : null;
        if ($package === null) {
            return null;
        }
        if ($package === false || Values::flag($package['enabled'] ?? null) === false) {
            return 0;
        }
        foreach (['memory', 'cpuCores', 'primaryStorage'] as $field) {
            if (Values::number($package[$field] ?? null) === null) {
                return null;
            }
        }
        $capacity = new Capacity($package, self::ipv4($product), self::buffer($product));
        $sum = 0;
        foreach ($groups as $group) {
            $resources = $this->module->fetchGroupResources($group);
            $part = is_array($resources) ? $capacity->ofGroup($resources) : ($resources === false ? 0 : null);
            if ($part === null) {
                return null;
            }
            $sum = Capacity::plus($sum, $part);
        }

        return $sum;
    }

    /** @return list<int> */
    private static function groups(object $product): array
    {
        $names = Capsule::table('tblproductconfiglinks as link')
            ->join('tblproductconfigoptions as opt', 'opt.gid', '=', 'link.gid')
            ->join('tblproductconfigoptionssub as sub', 'sub.configid', '=', 'opt.id')
            ->where('link.pid', $product->id)
            ->where('opt.optionname', 'Location')
            ->where('opt.hidden', 0)
            ->where('sub.hidden', 0)
            ->orderBy('sub.sortorder')
            ->pluck('sub.optionname')
            ->all();
        $groups = [];
        foreach ([$product->configoption1, ...$names] as $name) {
            $value = trim(explode('|', (string) $name, 2)[0]);
            if (ctype_digit($value) && (int) $value > 0) {
                $groups[(int) $value] = (int) $value;
            }
        }

        return array_values($groups);
    }

    private static function ipv4(object $product): int
    {
        $number = Values::number($product->configoption3);

        return $number === null || $number < 0 ? 1 : $number;
    }

    /** In ten-thousandths of a percent. */
    private static function buffer(object $product): int
    {
        $text = trim(rtrim(trim((string) $product->configoption7), '%'));
        $percent = is_numeric($text) ? (float) $text : 10.0;

        return (int) round(max(0.0, min(100.0, $percent)) * 10000);
    }
}
