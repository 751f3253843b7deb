<?php

/*
 * Writes quantities to tblproducts: only known ones, only changed ones, and only where stock control is
 * still on at the moment of writing, which the UPDATE itself checks.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\Query\Builder;
use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Products;

final class Publication
{
    /** Products in one statement. */
    private const AT_ONCE = 250;

    /** @param array<int, Reading> $readings each written one is marked so */
    public static function publish(array $readings, Lock $lock): void
    {
        $news = array_filter($readings, static fn (Reading $reading): bool => $reading->differs());
        foreach (array_chunk($news, self::AT_ONCE) as $chunk) {
            $quantities = [];
            foreach ($chunk as $reading) {
                $quantities[$reading->product] = (int) $reading->quantity;
            }
            $written = array_flip(self::write($quantities, $lock));
            foreach ($chunk as $reading) {
                $reading->written = isset($written[$reading->product]);
            }
        }
    }

    /**
     * @param array<int, int> $quantities by product id
     * @return list<int> the products that were written
     */
    private static function write(array $quantities, Lock $lock): array
    {
        $changed = $lock->guard(self::of($quantities))
            ->where(static function (Builder $query) use ($quantities): void {
                $query->whereRaw('qty <> ' . self::quantity($quantities))->orWhereNull('qty');
            })
            ->update(['qty' => Capsule::connection()->raw(self::quantity($quantities))]);
        if ($changed === 0 || $changed === count($quantities)) {
            return $changed === 0 ? [] : array_keys($quantities);
        }

        // Some were opted out meanwhile, or had that quantity already.
        $written = [];
        foreach (self::of($quantities)->whereRaw('qty = ' . self::quantity($quantities))->pluck('id')->all() as $id) {
            $written[] = (int) $id;
        }

        return $written;
    }

    /** @param array<int, int> $quantities */
    private static function of(array $quantities): Builder
    {
        return Products::onlyControlled(Capsule::table('tblproducts'))
            ->whereIntegerInRaw('id', array_keys($quantities))
            ->where('servertype', HostModule::TYPE);
    }

    /**
     * The new quantity of each row, in SQL.
     *
     * @param array<int, int> $quantities
     */
    private static function quantity(array $quantities): string
    {
        if (count($quantities) === 1) {
            return (string) current($quantities);
        }
        $cases = '';
        foreach ($quantities as $product => $quantity) {
            $cases .= sprintf(' WHEN %d THEN %d', $product, $quantity);
        }

        return "CASE id{$cases} END";
    }
}
