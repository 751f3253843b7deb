<?php

/*
 * The hooks of a cart page for ?pid=…, as if the last refresh were a minute ago; with ?forget=1 as if servers had just been
 * created. With ?pid=0 it runs the connection test.
 */

declare(strict_types=1);

use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

require __DIR__ . '/init.php';

$server = Capsule::table('tblservers')->first();
$module = new VirtFusionDirect\Module("https://{$server->hostname}/api/v1", decrypt($server->password));
$id = (int) $_GET['pid'];
if ($id === 0) {
    echo $module->testConnection()['error'];
    exit;
}
$product = Capsule::table('tblproducts')->where('id', $id)->first();
Shop::ofRequest()->limits()->release("cart:{$id}");
if ($_GET['forget'] === '1') {
    $module->forgetPackage((int) $product->configoption2);
    $module->forgetGroupResources((int) $product->configoption1);
}
$start = microtime(true);
run_hook('ClientAreaPageCart', ['pid' => $id]);
$took = microtime(true) - $start;
echo json_encode([
    'product' => $id,
    'took' => $took,
    'qty' => (int) Capsule::table('tblproducts')->where('id', $id)->value('qty'),
    'known' => ($reason = Capsule::table('mod_virtfusion_stock')->where('product_id', $id)->value('reason')) === 'ok',
    'reason' => $reason,
    'error' => Capsule::table('mod_virtfusion_stock')->where('product_id', $id)->value('error'),
]);
