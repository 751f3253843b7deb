--TEST--
lastError is the reason of the last answer, of a Module and of the StockControl on it
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3);
$panel->faults(
    ['path' => '/packages/50', 'kind' => 'status', 'code' => 401],
    ['path' => '/packages/51', 'kind' => 'redirect', 'location' => 'https://localhost/'],
    ['path' => '/compute/*', 'kind' => 'status', 'code' => 403],
);
$module = $panel->module();
$other = $panel->module();
$stock = new StockControl($module);
$show = function () use ($module) { echo var_export($module->lastError(), true), "\n"; };
$show();
$module->fetchPackage(50); $show();
$module->fetchPackage(3); $show();
$module->fetchPackage(51); $show();
$module->fetchPackage(99); $show();
$row = ['id' => 1, 'configoption1' => 5, 'configoption2' => 3];
$stock->quantity($row); $show();
$stock->quantity(['configoption2' => 99] + $row); $show();
$stock->quantities([$row, ['id' => 2, 'configoption2' => 99] + $row]); $show();
$stock->explain([['configoption2' => 50] + $row]); $show();
$module->fetchGroupResources(-1); $show();
$module->testConnection(); $show();
var_dump($other->lastError());
?>
--EXPECT--
NULL
'GET /packages/50: status 401: the panel refused the token'
NULL
'GET /packages/51: status 302: a redirect, which is not followed'
NULL
'GET /compute/hypervisors/groups/5/resources?results=200&page=1: status 403: the token has no permission to read this'
NULL
'GET /compute/hypervisors/groups/5/resources?results=200&page=1: status 403: the token has no permission to read this'
'GET /packages/50: status 401: the panel refused the token'
'/compute/hypervisors/groups/-1/resources: an id must be at least 1, not -1'
'/compute/hypervisors/groups/-1/resources: an id must be at least 1, not -1'
NULL
