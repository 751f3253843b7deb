<?php

/*
 * The hooks that run when capacity has changed, or may have. An event always forgets what is cached of its groups and marks a
 * sweep as owed, which runs after the response. No method throws.
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

final class Events
{
    public function __construct(private Shop $shop)
    {
    }

    public function created(mixed $vars): void
    {
        // Provisioning comes first. A service of another module may be the last of an order with a VirtFusion service.
        $this->accept($vars, static fn (Orders $orders, array $params) => $orders->acceptFor($params));
        $params = self::params($vars);
        if ($params !== null) {
            $this->capacityMoved($params, 'create');
        }
    }

    /** A domain was registered or transferred. */
    public function domainReady(mixed $vars): void
    {
        $this->accept($vars, static fn (Orders $orders, array $params) => $orders->acceptForDomain($params));
    }

    public function terminated(mixed $vars): void
    {
        $params = self::params($vars);
        if ($params !== null) {
            $this->capacityMoved($params, 'terminate');
            $this->lookAgain();
        }
    }

    public function changed(mixed $vars): void
    {
        $params = self::params($vars);
        if ($params !== null) {
            // The server stays where the product before placed it, and which product that was is not passed on.
            $this->capacityMoved($params, 'change package', true);
        }
    }

    /** A creation that failed may have taken room all the same. */
    public function createFailed(mixed $vars): void
    {
        $params = self::params($vars);
        if ($params !== null) {
            $this->capacityMoved($params, 'failed create');
        }
    }

    public function terminateFailed(mixed $vars): void
    {
        $params = self::params($vars);
        if ($params !== null) {
            $this->capacityMoved($params, 'failed terminate');
        }
    }

    /** The host module up to 1.5.0 reports a package change that succeeded as failed. */
    public function changeFailed(mixed $vars): void
    {
        $params = self::params($vars);
        if ($params !== null) {
            $this->capacityMoved($params, 'failed change package', true);
        }
    }

    /**
     * @param array<array-key, mixed> $params
     * @param bool $anywhere whether the groups of every stock-controlled product may be affected
     */
    private function capacityMoved(array $params, string $occasion, bool $anywhere = false): void
    {
        try {
            $this->shop->afterResponse()->recalculate($occasion, true);
            $this->forget($params, $anywhere);
        } catch (Throwable $failure) {
            $this->shop->journal()->failure("the recalculation after {$occasion}", $failure);
        }
    }

    /** @param callable(Orders, array<array-key, mixed>): void $accept */
    private function accept(mixed $vars, callable $accept): void
    {
        $params = is_array($vars) ? ($vars['params'] ?? null) : null;
        try {
            if (is_array($params) && Extension::loaded()) {
                $accept(new Orders($this->shop), $params);
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('accepting an order', $failure);
        }
    }

    private function lookAgain(): void
    {
        try {
            $this->shop->pendingSweep()->dueBy($this->shop->looks()->afterTermination());
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('planning the looks after a termination', $failure);
        }
    }

    /**
     * Forgets every group that the product can be placed in. The action of a product addon does not name its product: then the
     * groups of every stock-controlled product are forgotten.
     *
     * @param array<array-key, mixed> $params
     */
    private function forget(array $params, bool $anywhere): void
    {
        $all = $this->shop->products();
        $id = (int) ($params['pid'] ?? 0);
        $products = $id > 0 && (int) ($params['addonId'] ?? 0) === 0 ? $all->withAllLocations($id) : [];
        $this->shop->cacheInvalidation()->groupsOf($products === [] || $anywhere ? $products + $all->controlled() : $products);
    }

    /** @return array<array-key, mixed>|null null if it is not an action of a VirtFusion service, or the extension is missing */
    private static function params(mixed $vars): ?array
    {
        $params = is_array($vars) ? ($vars['params'] ?? null) : null;
        if (!is_array($params) || !Extension::loaded()) {
            return null;
        }

        return strcasecmp((string) ($params['moduletype'] ?? ''), HostModule::TYPE) === 0 ? $params : null;
    }
}
