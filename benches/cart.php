<?php

/*
 * A minimal cart page: reads one product and prints it. With ?hook=1 it runs the cart hook as WHMCS does; with ?due=1 a refresh
 * is due on every page.
 */

declare(strict_types=1);

use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

require __DIR__ . '/init.php';

$id = (int) $_GET['pid'];
if (($_GET['due'] ?? '') === '1') {
    Shop::ofRequest()->limits()->release("cart:{$id}");
}
if (($_GET['create'] ?? '') === '1') {
    run_hook('AfterModuleCreate', ['params' => ['serviceid' => 0, 'addonId' => 0, 'pid' => $id, 'moduletype' => 'VirtFusionDirect']]);
}
if (($_GET['hook'] ?? '') === '1') {
    run_hook('ClientAreaPageCart', ['pid' => $id]);
}
$product = Capsule::table('tblproducts')->where('id', $id)->first();
echo htmlspecialchars("{$product->name}: {$product->qty}"), "\n";
