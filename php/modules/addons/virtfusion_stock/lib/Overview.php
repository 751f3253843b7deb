<?php

/*
 * What the admin page shows of each stock-controlled product: the shop's number and the ledger's row.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use WHMCS\Database\Capsule;

final class Overview
{
    /** @return list<array<string, mixed>> */
    public static function rows(): array
    {
        $products = Products::onlyControlled(Capsule::table('tblproducts'))
            ->where('servertype', HostModule::TYPE)
            ->orderBy('id')
            ->get(['id', 'name', 'qty']);
        $ledger = Tables::mended(static fn (): array => Ledger::read($products->pluck('id')->all()));
        $rows = [];
        foreach ($products as $product) {
            $entry = $ledger[$product->id] ?? null;
            $rows[] = [
                'id' => (int) $product->id,
                'name' => (string) $product->name,
                'quantity' => (int) $product->qty,
                'known' => $entry === null || $entry->quantity === null ? null : (int) $entry->quantity,
                'age' => Age::words($entry?->known_at),
                'reason' => (string) ($entry->reason ?? ''),
                'error' => (string) ($entry->error ?? ''),
                'failing' => (int) ($entry->failures ?? 0) > 0,
            ];
        }

        return $rows;
    }
}
