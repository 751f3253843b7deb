--TEST--
A deadline ends a whole call, and answers that came before it count
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
$quantities = $stock->quantities([['id' => 1] + $row, ['id' => 2, 'configoption1' => 6] + $row, ['id' => 3, 'locations' => [7]] + $row], 2 * SLOWNESS);
$took = (hrtime(true) - $start) / 1e9;
// Nothing else ends a request to a panel that hangs before the time-out of 30 s.
var_dump($took >= 2 * SLOWNESS && $took < 28, is_int($quantities[1]), $quantities[2], $quantities[3], $module->lastError());
?>
--EXPECT--
bool(true)
bool(true)
NULL
NULL
string(83) "GET /compute/hypervisors/groups/7/resources: no answer within the caller's deadline"
