<?php

/*
 * The registrations, nothing else.
 */

declare(strict_types=1);

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

use WHMCS\Module\Addon\VirtfusionStock\Cart;
use WHMCS\Module\Addon\VirtfusionStock\Events;
use WHMCS\Module\Addon\VirtfusionStock\TakeOver;
use WHMCS\Module\Addon\VirtfusionStock\Admin\Widget;

require_once __DIR__ . '/lib/autoload.php';

TakeOver::register();

add_hook('AfterModuleCreate', 1, [Events::class, 'created']);
add_hook('AfterModuleTerminate', 1, [Events::class, 'terminated']);
add_hook('AfterModuleChangePackage', 1, [Events::class, 'changed']);
add_hook('AfterCronJob', 1, [Events::class, 'cron']);
add_hook('ClientAreaPageCart', 1, [Cart::class, 'page']);
add_hook('AdminHomeWidgets', 1, static fn (): ?Widget => Widget::make());
