<?php

/*
 * Writes quantities to tblproducts: only known ones, only changed ones, and only where stock control is
 * still on at the moment of writing, which the UPDATE itself checks.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Illuminate\Database\Query\Builder;
use WHMCS\Database\Capsule;

final class Publication
{
    /** @param array<int, Reading> $readings each written one is marked so */
    public static function publish(array $readings, Lock $lock): void
    {
        foreach ($readings as $reading) {
            if ($reading->quantity !== null && $reading->differs()) {
                $reading->written = self::write($reading->product, $reading->quantity, $lock);
            }
        }
    }

    private static function write(int $product, int $quantity, Lock $lock): bool
    {
        $changed = $lock->guard(Products::onlyControlled(Capsule::table('tblproducts')))
            ->where('id', $product)
            ->where('servertype', HostModule::TYPE)
            ->where(static function (Builder $query) use ($quantity): void {
                $query->where('qty', '<>', $quantity)->orWhereNull('qty');
            })
            ->update(['qty' => $quantity]);

        return $changed > 0;
    }
}
