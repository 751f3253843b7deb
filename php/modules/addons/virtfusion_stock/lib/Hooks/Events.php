<?php

/*
 * The hooks that run when capacity has changed, and after the cron. An event always forgets what is cached of its groups and marks a
 * sweep as owed, which runs after the response. No method throws.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

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
        $params = self::params($vars);
        if ($params === null) {
            return;
        }
        // Provisioning comes first.
        try {
            (new Orders($this->shop))->acceptFor($params);
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('accepting an order', $failure);
        }
        $this->capacityMoved($params, 'create');
    }

    public function terminated(mixed $vars): void
    {
        $params = self::params($vars);
        if ($params !== null) {
            $this->capacityMoved($params, 'terminate');
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

    public function cron(): void
    {
        try {
            if (Extension::loaded() && $this->isDue()) {
                (new Sweep($this->shop))->all('cron');
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('the recalculation by the cron', $failure);
        }
    }

    private function isDue(): bool
    {
        return $this->shop->pendingSweep()->isDue($this->shop->settings()->whole('cron_interval'))
            || $this->shop->ledger()->isOwed($this->shop->products()->anyControlled());
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
