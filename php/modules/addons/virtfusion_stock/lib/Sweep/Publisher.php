<?php

/*
 * Writes quantities to tblproducts: only known ones, only changed ones, and only where stock control is still on when the UPDATE
 * runs, which is part of its condition.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\Query\Builder;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Products;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Publisher
{
    /** Products in one statement. */
    private const AT_ONCE = 250;

    public function __construct(private Database $database, private Products $products)
    {
    }

    /** @param array<int, Reading> $readings each one that was written is marked as written */
    public function publish(array $readings, HeldLock $lock): void
    {
        $news = array_filter($readings, static fn (Reading $reading): bool => $reading->differs());
        foreach (array_chunk($news, self::AT_ONCE) as $chunk) {
            $quantities = [];
            foreach ($chunk as $reading) {
                $quantities[$reading->product] = (int) $reading->quantity;
            }
            $written = array_flip($this->write($quantities, $lock));
            foreach ($chunk as $reading) {
                $reading->written = isset($written[$reading->product]);
            }
        }
    }

    /**
     * @param array<int, int> $quantities by product id
     * @return list<int> the products that were written
     */
    private function write(array $quantities, HeldLock $lock): array
    {
        $products = array_keys($quantities);
        $query = $lock->guard($this->products->controlledAmong($products))
            ->where(static function (Builder $query) use ($quantities): void {
                $query->whereRaw('qty <> ' . self::quantity($quantities))->orWhereNull('qty');
            });
        $changed = $this->database->update($query, ['qty' => $this->database->connection()->raw(self::quantity($quantities))]);
        if ($changed === 0 || $changed === count($quantities)) {
            return $changed === 0 ? [] : $products;
        }

        // Some lost their stock control meanwhile, or had that quantity already.
        $same = $this->products->controlledAmong($products)->whereRaw('qty = ' . self::quantity($quantities))->pluck('id');

        return array_values(array_map('intval', $same->all()));
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
