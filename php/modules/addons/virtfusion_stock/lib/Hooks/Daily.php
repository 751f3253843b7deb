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
        try {
            $this->shop->proof()->forget();
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('removing old counts of creations', $failure);
        }
    }
}
