<?php

/*
 * Counts by day whether the addon's number was right: servers that were created, and creations that failed, with the number above zero or
 * at zero. The number is the one with which the server was sold: the last known quantity, with the place that is held for the server itself.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Proof
{
    /** Days for which the counts are kept. */
    public const DAYS = 90;

    public function __construct(private Shop $shop)
    {
    }

    /** A server was created. */
    public function created(int $service, int $product): void
    {
        if ($this->isControlled($product)) {
            $hadStock = $this->hadStock($service, $product);
            $this->count($hadStock === false ? ['created', 'created_at_zero'] : ['created']);
            // If it is terminated and created again, that is another creation.
            $this->shop->database->table(Tables::REFUSALS)->where('service_id', $service)->delete();
        }
    }

    /**
     * A creation failed. However often that of one service is tried again, it counts once, until it succeeds.
     *
     * @return bool whether it counted now as refused although the number was above zero
     */
    public function refused(int $service, int $product): bool
    {
        $hadStock = $this->isControlled($product) ? $this->hadStock($service, $product) : null;
        if ($hadStock === null) {
            return false;
        }
        $row = [
            'service_id' => $service,
            'with_stock' => (int) $hadStock,
            'product_id' => $product,
            'refused_at' => Moment::text($this->shop->clock->now()),
        ];
        $isNew = $this->shop->tables()->repaired(fn (): int => $this->shop->database->table(Tables::REFUSALS)->insertOrIgnore($row)) > 0;
        if ($isNew) {
            $this->count([$hadStock ? 'refused' : 'refused_at_zero']);
        }

        return $isNew && $hadStock;
    }

    /**
     * The services whose creation failed since then although the number was above zero, and has not succeeded yet: each with the first
     * time that it did.
     *
     * @param int $since seconds since the epoch
     * @return list<array{service: int, product: int, at: int}> the first one first
     */
    public function refusedSince(int $since): array
    {
        $rows = $this->shop->tables()->repaired(fn (): array => $this->shop->database->rows(
            $this->shop->database->table(Tables::REFUSALS)->where('with_stock', 1)->where('refused_at', '>=', Moment::text($since))
                ->orderBy('refused_at')->orderBy('service_id'),
            ['service_id', 'product_id', 'refused_at'],
        ));

        return array_map(static fn (object $row): array => [
            'service' => (int) $row->service_id,
            'product' => (int) $row->product_id,
            'at' => (int) Moment::seconds((string) $row->refused_at),
        ], $rows);
    }

    /** @return array{created: int, created_at_zero: int, refused: int} of the last DAYS days */
    public function counts(): array
    {
        $columns = ['SUM(created) AS created', 'SUM(created_at_zero) AS created_at_zero', 'SUM(refused) AS refused'];
        $query = fn (): array => $this->shop->database->rows(
            $this->shop->database->table(Tables::PROOF)->where('day', '>', $this->day(self::DAYS)),
            $columns,
        );
        $sums = get_object_vars($this->shop->tables()->repaired($query)[0] ?? (object) []);

        return [
            'created' => (int) ($sums['created'] ?? 0),
            'created_at_zero' => (int) ($sums['created_at_zero'] ?? 0),
            'refused' => (int) ($sums['refused'] ?? 0),
        ];
    }

    /** Removes what is older than DAYS days: at most 91 rows are left of the counts. */
    public function forget(): void
    {
        $day = $this->day(self::DAYS);
        $this->shop->tables()->repaired(function () use ($day): void {
            $this->shop->database->table(Tables::PROOF)->where('day', '<=', $day)->delete();
            $this->shop->database->table(Tables::REFUSALS)->where('refused_at', '<', $day)->delete();
        });
    }

    private function isControlled(int $product): bool
    {
        return $this->shop->products()->controlledAmong([$product])->exists();
    }

    /**
     * Whether the number with which the server was sold was above zero. WHMCS lowers tblproducts.qty with the order, and the server takes
     * room as an order since: its own order must not make its stock zero.
     *
     * @return bool|null null if no number was known, or it is not known whether a place is held for the server
     */
    private function hadStock(int $service, int $product): ?bool
    {
        $quantity = ($this->shop->ledger()->read([$product])[$product] ?? null)?->quantity;
        if ($quantity !== 0) {
            return $quantity === null ? null : $quantity > 0;
        }
        $report = $this->shop->ledger()->report($product);
        $order = $report?->order($service);
        if ($order !== null) {
            return $order->hypervisor !== null;
        }
        foreach ($report->groups ?? [] as $group) {
            if ($group->moreOrders > 0) {
                return null;
            }
        }

        return false;
    }

    /** @param non-empty-list<string> $columns of the day's row, each raised by one */
    private function count(array $columns): void
    {
        $database = $this->shop->database;
        $day = $this->day(0);
        $changes = [];
        foreach ($columns as $column) {
            $changes[$column] = $database->connection()->raw("{$column} + 1");
        }
        $raise = static fn (): int => $database->update($database->table(Tables::PROOF)->where('day', $day), $changes);
        if ($this->shop->tables()->repaired($raise) === 0) {
            // The first one of the day. Another process may add the row in between.
            $database->table(Tables::PROOF)->insertOrIgnore(['day' => $day]);
            $raise();
        }
    }

    /** The day that many days ago, in UTC. */
    private function day(int $ago): string
    {
        return substr(Moment::text($this->shop->clock->now() - 86400 * $ago), 0, 10);
    }
}
