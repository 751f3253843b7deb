<?php

/*
 * The hooks, one line each: the hook point, and the method of a class in lib/Hooks/ that it calls. Classes are loaded when WHMCS runs
 * the hook, not on every page.
 */

declare(strict_types=1);

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

use WHMCS\Module\Addon\VirtfusionStock\Admin\Widget;
use WHMCS\Module\Addon\VirtfusionStock\Customer\Visitor;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\Cart;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\Checkout;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\Creations;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\Cron;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\Daily;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\Edits;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\Events;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\OrderEvents;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\OrderForm;
use WHMCS\Module\Addon\VirtfusionStock\Hooks\TakeOver;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

require_once __DIR__ . '/lib/autoload.php';

(new TakeOver())->register();

// Whichever way priorities go, one of these two runs before the host module's hooks: what those ask for waits for the response too.
foreach (['AfterModuleCreate', 'AfterModuleTerminate', 'AfterModuleChangePackage', 'ClientAreaPageCart'] as $point) {
    add_hook($point, -1000, static fn () => Shop::ofRequest()->afterResponse()->begin());
    add_hook($point, 1000, static fn () => Shop::ofRequest()->afterResponse()->begin());
}

add_hook('AfterModuleCreate', 1, static fn ($vars) => (new Creations(Shop::ofRequest()))->created($vars));
add_hook('AfterModuleCreateFailed', 1, static fn ($vars) => (new Creations(Shop::ofRequest()))->failed($vars));
add_hook('AfterModuleCreate', 1, static fn ($vars) => (new Events(Shop::ofRequest()))->created($vars));
add_hook('AfterModuleTerminate', 1, static fn ($vars) => (new Events(Shop::ofRequest()))->terminated($vars));
add_hook('AfterModuleChangePackage', 1, static fn ($vars) => (new Events(Shop::ofRequest()))->changed($vars));
add_hook('AfterRegistrarRegistration', 1, static fn ($vars) => (new Events(Shop::ofRequest()))->domainReady($vars));
add_hook('AfterRegistrarTransfer', 1, static fn ($vars) => (new Events(Shop::ofRequest()))->domainReady($vars));
add_hook('AfterModuleCreateFailed', 1, static fn ($vars) => (new Events(Shop::ofRequest()))->createFailed($vars));
add_hook('AfterModuleTerminateFailed', 1, static fn ($vars) => (new Events(Shop::ofRequest()))->terminateFailed($vars));
add_hook('AfterModuleChangePackageFailed', 1, static fn ($vars) => (new Events(Shop::ofRequest()))->changeFailed($vars));
add_hook('AfterShoppingCartCheckout', 1, static fn ($vars) => (new OrderEvents(Shop::ofRequest()))->placed($vars));
add_hook('OrderPaid', 1, static fn ($vars) => (new OrderEvents(Shop::ofRequest()))->paid($vars));
add_hook('PendingOrder', 1, static fn ($vars) => (new OrderEvents(Shop::ofRequest()))->changes($vars, 'pending order'));
add_hook('CancelOrder', 1, static fn ($vars) => (new OrderEvents(Shop::ofRequest()))->changes($vars, 'cancel order'));
add_hook('FraudOrder', 1, static fn ($vars) => (new OrderEvents(Shop::ofRequest()))->changes($vars, 'fraud order'));
add_hook('DeleteOrder', 1, static fn ($vars) => (new OrderEvents(Shop::ofRequest()))->changes($vars, 'delete order'));
add_hook('ServiceEdit', 1, static fn ($vars) => (new OrderEvents(Shop::ofRequest()))->changesService($vars, 'edit service'));
add_hook('ServiceDelete', 1, static fn ($vars) => (new OrderEvents(Shop::ofRequest()))->changesService($vars, 'delete service'));
add_hook('ProductEdit', 1, static fn ($vars) => (new Edits(Shop::ofRequest()))->product($vars));
add_hook('ServerEdit', 1, static fn () => (new Edits(Shop::ofRequest()))->server());
add_hook('ServerDelete', 1, static fn () => (new Edits(Shop::ofRequest()))->server());
add_hook('AddonModuleConfigSave', 1, static fn () => (new Edits(Shop::ofRequest()))->settings());
add_hook('AfterCronJob', 1, static fn () => (new Cron(Shop::ofRequest()))->ran());
add_hook('DailyCronJob', 1, static fn () => (new Daily(Shop::ofRequest()))->ran());
add_hook('ClientAreaPageCart', 1, static fn ($vars) => (new Cart(Shop::ofRequest()))->page($vars));

$checkout = static fn (): Checkout => new Checkout(Shop::ofRequest(), Visitor::ofRequest());
add_hook('ShoppingCartValidateProductUpdate', 1, static fn ($vars) => $checkout()->line($vars));
add_hook('ShoppingCartValidateCheckout', 1, static fn () => $checkout()->cart());
add_hook('ShoppingCartValidateUpgrade', 1, static fn ($vars) => $checkout()->upgrade($vars));
add_hook('AfterShoppingCartCheckout', 1, static fn () => $checkout()->ordered());
add_hook('ClientAreaFooterOutput', 1, static fn ($vars) => (new OrderForm(Shop::ofRequest(), Visitor::ofRequest()))->footer($vars));

add_hook('AdminHomeWidgets', 1, static fn () => Widget::make(Shop::ofRequest()));
