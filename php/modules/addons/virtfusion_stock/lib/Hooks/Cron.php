<?php

/*
 * The hook that runs after every cron job: recalculates when that is due, and then sends alerts. It never throws.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Alert\Alerts;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\GroupNameUpdate;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Cron
{
    /** The most that is left of a product that is about to sell out. */
    private const FEW = 5;

    /** Seconds between two sweeps while few are left: 10 minutes, less the time that the sweep before took. */
    private const FEW_INTERVAL = 570;

    public function __construct(private Shop $shop)
    {
    }

    public function ran(): void
    {
        try {
            $this->shop->cronRuns()->note();
            if (!Extension::loaded()) {
                $this->shop->missingExtension()->report();
            } elseif ($this->isDue()) {
                $outcome = (new Sweep($this->shop))->all('cron');
                (new GroupNameUpdate($this->shop))->after($outcome);
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('the recalculation by the cron', $failure);
        }
        try {
            (new Alerts($this->shop))->run();
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('the alerts', $failure);
        }
    }

    private function isDue(): bool
    {
        $state = $this->shop->pendingSweep()->read();
        $now = $this->shop->clock->now();
        $interval = $this->shop->settings()->whole('cron_interval');
        $products = $this->shop->products();

        return $state->isDue($now, $interval)
            || $this->shop->ledger()->isOwed($products->anyControlled())
            || ($state->isDue($now, self::FEW_INTERVAL) && $this->shop->ledger()->hasFew($products->anyControlled(), self::FEW));
    }
}
