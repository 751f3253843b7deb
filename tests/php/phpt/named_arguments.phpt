--TEST--
Every parameter can be named, in any order
--FILE--
<?php
use VirtFusionDirect\{Module, RateLimit, StockControl};
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3);
$panel->group(5, 'vendor');
$module = new Module(token: Panel::TOKEN, url: $panel->url);
$stock = new StockControl(module: $module);
$row = ['id' => 1, 'configoption1' => 5, 'configoption2' => 3];
$resources = $module->fetchGroupResources(groupId: 5);
$package = $module->fetchPackage(packageId: 3);
$module->forgetGroupResources(groupId: 5);
$module->forgetPackage(packageId: 3);
$key = 'phpt-named-' . getmypid();
var_dump(
    $stock->quantity(deadline: 5.0, product: $row) === $stock->quantities(deadline: 5.0, products: [$row])[1],
    $stock->explain(deadline: 5.0, products: [$row])[1]['quantity'] === $stock->quantity(product: $row),
    StockControl::groupCapacity(bufferPct: 10, package: $package, resources: $resources) === $stock->quantity($row),
    StockControl::groupCapacity(package: $package, ipv4Required: 1000, resources: $resources),
    RateLimit::acquire(seconds: 5, key: $key),
    RateLimit::release(key: $key),
);
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
int(0)
bool(true)
NULL
