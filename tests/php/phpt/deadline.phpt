--TEST--
A deadline ends a whole call, and what has come by then counts
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3);
$panel->group(5, 'vendor');
$panel->faults(['path' => '/compute/hypervisors/groups/6/resources', 'kind' => 'hang'], ['path' => '/compute/hypervisors/groups/7/resources', 'kind' => 'hang']);
$module = $panel->module();
$stock = new StockControl($module);
$row = ['configoption1' => 5, 'configoption2' => 3];
$start = hrtime(true);
$quantities = $stock->quantities([['id' => 1] + $row, ['id' => 2, 'configoption1' => 6] + $row, ['id' => 3, 'locations' => [7]] + $row], 0.4 * SLOWNESS);
$took = (hrtime(true) - $start) / 1e9;
var_dump($took >= 0.4 * SLOWNESS && $took < 0.8 * SLOWNESS, is_int($quantities[1]), $quantities[2], $quantities[3], $module->lastError());
?>
--EXPECT--
bool(true)
bool(true)
NULL
NULL
string(83) "GET /compute/hypervisors/groups/7/resources: no answer within the caller's deadline"
