<?php

/*
 * The hook that runs once a day, at the end of WHMCS's daily tasks: removes what is kept for a time only. It never throws.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Daily
{
    public function __construct(private Shop $shop)
    {
    }

    public function ran(): void
    {
        $this->guarded('removing old counts of creations', fn () => $this->shop->proof()->forget());
        $this->guarded('beginning the history', function (): void {
            $this->shop->recorder()->begin($this->shop->ledger()->all(), $this->shop->settings());
        });
        $this->guarded('thinning the history', fn () => $this->shop->thinning()->run());
    }

    /** @param callable(): mixed $work */
    private function guarded(string $what, callable $work): void
    {
        try {
            $work();
        } catch (Throwable $failure) {
            $this->shop->journal()->failure($what, $failure);
        }
    }
}
