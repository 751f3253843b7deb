<?php

/*
 * Pages of the shop. ?do=cart&pid=… is a cart page with its hooks, ?do=nothing one without; ?do=create&service=… provisions. Each
 * prints the product's quantity as the page would show it, and the seconds that its hooks took. With ?session=… it has that session.
 */

declare(strict_types=1);

use WHMCS\Database\Capsule;

if (isset($_GET['session'])) {
    session_id($_GET['session']);
    session_start();
}
require __DIR__ . '/init.php';

$pid = (int) ($_GET['pid'] ?? 0);
$start = hrtime(true);
$result = match ($_GET['do']) {
    'cart' => run_hook('ClientAreaPageCart', ['pid' => $pid]),
    'create' => localAPI('ModuleCreate', ['serviceid' => (int) $_GET['service']]),
    default => null,
};
echo json_encode([
    'took' => (hrtime(true) - $start) / 1e9,
    'result' => $result,
    'quantity' => Capsule::table('tblproducts')->where('id', $pid)->value('qty'),
]);
