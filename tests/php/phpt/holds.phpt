--TEST--
Holds lower the quantities of every product in their group, and mistakes in them are reported
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3, ['memory' => 1024, 'cpuCores' => 0, 'primaryStorage' => 0]);
$panel->package(4, ['memory' => 8192, 'cpuCores' => 0, 'primaryStorage' => 0]);
$panel->package(6, ['memory' => 1024, 'cpuCores' => 0, 'primaryStorage' => 0, 'enabled' => false]);
$panel->group(5, [['id' => 11, 'memory' => [16384, 0], 'ipv4' => 100]]);
$stock = new StockControl($panel->module());
$row = fn (int $id, int $package) => ['id' => $id, 'configoption1' => 5, 'configoption2' => $package, 'configoption7' => '0'];
$small = $row(1, 3);
$large = $row(2, 4);
$hold = fn (int $id, $package, $group = 5, array $chosen = []) => ['id' => $id, 'package' => $package, 'group' => $group, 'ipv4' => 1] + $chosen;

echo json_encode($stock->quantities([$small, $large])), "\n";
echo json_encode($stock->quantities([$small, $large], holds: [$hold(7, 4)])), "\n";
echo json_encode($stock->quantities([$small, $large], 5.0, [$hold(7, '4'), $hold(8, '3', '5|Paris', ['memory' => '2048'])])), "\n";
echo json_encode($stock->quantity($small, holds: [$hold(7, 6), $hold(8, 'VPS'), $hold(9, 3, 0), $hold(10, 3, 77)])), "\n";
echo json_encode($stock->quantity($small, null, [], microtime(true) - 3600)), "\n";

$report = $stock->explain([$small], holds: [$hold(8, 4), $hold(7, 3), $hold(9, 4), $hold(12, 6)])[1];
echo json_encode([$report['quantity'], $report['fits'], $report['held'], $report['reason']]), "\n";
foreach ($report['groups'][0]['holds'] as $line) {
    echo json_encode($line), "\n";
}
echo json_encode($report['groups'][0]['hypervisors'][0]['levels']['memory']), "\n";
$many = array_map(fn (int $id) => $hold($id, 3), range(1, 60));
$group = $stock->explain([$small], holds: $many)[1]['groups'][0];
echo count($group['holds']), ' and ', $group['more_holds'], "\n";

$panel->faults(['path' => '/packages/9', 'kind' => 'status', 'code' => 500]);
$unknown = $stock->survey([$small], holds: [$hold(7, 9)])[1];
echo json_encode([$unknown['quantity'], $unknown['reason'], $unknown['error']], JSON_UNESCAPED_SLASHES), "\n";

foreach ([[['package' => 3]], [$hold(0, 3)], [$hold(7, 3), $hold(7, 4)], ['x'], [1 => $hold(-1, 3)]] as $holds) {
    try {
        $stock->quantity($small, holds: $holds);
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}
try {
    $stock->quantity(['size' => ['memory' => 'large']] + $small);
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
echo json_encode([
    $stock->quantity(['size' => ['memory' => '4096']] + $small),
    $stock->quantity(['packages' => [4, 3]] + $small),
    $stock->quantity(['packages' => null, 'size' => null] + $small),
]);
?>
--EXPECT--
{"1":16,"2":2}
{"1":8,"2":1}
{"1":6,"2":0}
16
16
[7,16,9,"ok"]
{"id":7,"package":3,"placed":11,"costs":1,"unbuildable":false}
{"id":8,"package":4,"placed":11,"costs":8,"unbuildable":false}
{"id":9,"package":4,"placed":null,"costs":0,"unbuildable":false}
{"id":12,"package":6,"placed":null,"costs":0,"unbuildable":true}
{"max":16384,"used":0,"held":9216,"usable":7168,"missing":1024}
50 and 10
[null,"hold_unknown","GET /packages/9: unexpected status 500"]
VirtFusionDirect\StockControl::quantity(): Argument #3 ($holds), entry 0: the key "id" must hold a positive integer, the id of the service
VirtFusionDirect\StockControl::quantity(): Argument #3 ($holds), entry 0: the key "id" must hold a positive integer, the id of the service
VirtFusionDirect\StockControl::quantity(): Argument #3 ($holds), entry 1: the id 7 occurs twice
VirtFusionDirect\StockControl::quantity(): Argument #3 ($holds), entry 0 must be an array, a hold
VirtFusionDirect\StockControl::quantity(): Argument #3 ($holds), entry 1: the key "id" must hold a positive integer, the id of the service
VirtFusionDirect\StockControl::quantity(): Argument #1 ($product): the key "memory" of "size" must hold a number of at least 0, or null
[4,16,16]
