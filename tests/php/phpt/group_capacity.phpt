--TEST--
groupCapacity takes arrays as json_decode returns them and returns null for what it does not understand
--FILE--
<?php
use VirtFusionDirect\{Module, StockControl};
$vendor = (new Module(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see'))->fetchGroupResources(1);
$package = ['memory' => 2048, 'cpuCores' => 2, 'primaryStorage' => 20, 'primaryStorageProfile' => 0];
var_dump(StockControl::groupCapacity($vendor, $package, 1, 10.0));
var_dump(StockControl::groupCapacity(resources: $vendor, package: $package, ipv4Required: 0));
var_dump(StockControl::groupCapacity(['data' => []], $package));
$loop = ['data' => []];
$loop['data'][0] = &$loop;
foreach ([[], ['data' => 7], ['data' => [7]], ['data' => [new stdClass()]], ['data' => [[]]], $loop] as $odd) {
    echo json_encode(StockControl::groupCapacity($odd, $package)), ' ';
}
$host = fn ($memory) => ['data' => [['hypervisor' => ['id' => 1, 'enabled' => 1, 'commissioned' => 3], 'resources' => ['memory' => $memory]]]];
$need = ['memory' => 10, 'cpuCores' => 0, 'primaryStorage' => 0];
foreach ([NAN, INF, '100', ' 100 ', 100.9, null, true, PHP_INT_MAX] as $free) {
    echo json_encode(StockControl::groupCapacity($host(['max' => 100, 'free' => $free]), $need, 1, 0)), ' ';
}
echo "\n";
var_dump(StockControl::groupCapacity($host(['max' => 0]), $need) === PHP_INT_MAX);
// PHP does not take an array apart that holds itself when it ends.
unset($odd, $loop);
gc_collect_cycles();
?>
--EXPECT--
int(57)
int(57)
int(0)
null null null null null null null null 10 10 10 null null 922337203685477580 
bool(true)
