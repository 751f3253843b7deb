--TEST--
requestCounts counts the requests of a Module and of the StockControl on it, and those without a usable answer
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3);
$panel->group(5, 'vendor');
$panel->faults(
    ['path' => '/packages/50', 'kind' => 'status', 'code' => 500],
    ['path' => '/packages/51', 'kind' => 'garbage'],
);
$module = $panel->module();
$show = function () use ($module) { echo json_encode($module->requestCounts()), "\n"; };
$show();
$row = ['id' => 1, 'configoption1' => 5, 'configoption2' => 3];
$stock = new StockControl($module);
$stock->quantity($row); $show();
$stock->quantity($row); $show();
$module->fetchPackage(50); $show();
$module->fetchPackage(51); $show();
$module->fetchPackage(99); $show();
$module->fetchPackage(-1); $show();
$module->testConnection(); $show();
echo json_encode($panel->module()->requestCounts()), "\n";
echo $panel->asked(), "\n";
?>
--EXPECT--
{"requests":0,"failures":0}
{"requests":2,"failures":0}
{"requests":2,"failures":0}
{"requests":3,"failures":1}
{"requests":4,"failures":2}
{"requests":5,"failures":2}
{"requests":5,"failures":2}
{"requests":7,"failures":2}
{"requests":0,"failures":0}
7
