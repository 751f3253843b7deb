--TEST--
With ipv4_pool=hypervisor fewer servers of the same product fit
--INI--
virtfusion_direct.ipv4_pool=hypervisor
--FILE--
<?php
use VirtFusionDirect\{Module, StockControl};
$stock = new StockControl(new Module(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see'));
$row = ['id' => 1, 'configoption1' => 1, 'configoption2' => 3, 'configoption3' => 1, 'configoption7' => '10'];
$report = $stock->explain([$row])[1];
var_dump($report['quantity'] < 57, $report['quantity'] > 0, $report['groups'][0]['quantity'], $report['ipv4_pool']);
?>
--EXPECT--
bool(true)
bool(true)
NULL
string(10) "hypervisor"
