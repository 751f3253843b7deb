<?php

/*
 * The hooks that run when an order begins or ends to take room. What they cause runs after the response, from the cache: an order moves
 * nothing on a panel. No method throws.
 *
 * A new or paid order costs one query here, and four to eight after the response for the products that share a group with it. A change
 * or a removal costs one query here and recalculates all products, because WHMCS runs these hooks before it writes the change.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class OrderEvents
{
    public function __construct(private Shop $shop)
    {
    }

    public function placed(mixed $vars): void
    {
        $this->added(self::id($vars, 'OrderID'), 'order');
    }

    public function paid(mixed $vars): void
    {
        $this->added(self::id($vars, 'orderId'), 'payment');
    }

    /** @param string $occasion what will happen to the order, for the log */
    public function changes(mixed $vars, string $occasion): void
    {
        $this->before('orderid', self::id($vars, 'orderid'), $occasion);
    }

    /** @param string $occasion what will happen to the service, for the log */
    public function changesService(mixed $vars, string $occasion): void
    {
        $this->before('id', self::id($vars, 'serviceid'), $occasion);
    }

    private function added(?int $order, string $occasion): void
    {
        $this->guarded($occasion, function () use ($order): void {
            if ($order !== null && $this->concerns('orderid', $order)) {
                $this->shop->afterResponse()->recalculateFor($order);
            }
        });
    }

    private function before(string $column, ?int $id, string $occasion): void
    {
        $this->guarded($occasion, function () use ($column, $id, $occasion): void {
            if ($id !== null && $this->concerns($column, $id)) {
                $this->shop->afterResponse()->recalculateAnyway($occasion);
            }
        });
    }

    /** Whether a VirtFusion service is among those with this value. */
    private function concerns(string $column, int $id): bool
    {
        return $this->shop->database->table('tblhosting')
            ->join('tblproducts', 'tblproducts.id', '=', 'tblhosting.packageid')
            ->where("tblhosting.{$column}", $id)
            ->where('tblproducts.servertype', HostModule::TYPE)
            ->exists();
    }

    /** @param callable(): void $work */
    private function guarded(string $occasion, callable $work): void
    {
        try {
            if (Extension::loaded()) {
                $work();
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure("the recalculation after {$occasion}", $failure);
        }
    }

    private static function id(mixed $vars, string $key): ?int
    {
        $id = is_array($vars) ? ($vars[$key] ?? null) : null;

        return is_numeric($id) && (int) $id > 0 ? (int) $id : null;
    }
}
