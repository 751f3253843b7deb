<?php

/*
 * The cart page of one product: cart.php?a=confproduct&pid=N. It prints what the shop would show.
 */

declare(strict_types=1);

use WHMCS\Database\Capsule;

require __DIR__ . '/init.php';

$pid = (int) ($_GET['pid'] ?? 0);
run_hook('ClientAreaPageCart', [
    'filename' => 'cart',
    'template' => 'stand-in',
    'pid' => $pid,
    'productinfo' => ['pid' => $pid],
]);
$product = Capsule::table('tblproducts')->where('id', $pid)->first();
header('Content-Type: application/json');
echo json_encode(['pid' => $pid, 'qty' => $product === null ? null : (int) $product->qty]);
