--TEST--
Quantities come by product id and in order: 0 when the panel says so, null when unknown
--FILE--
<?php
use VirtFusionDirect\{Module, StockControl};
$stock = new StockControl(new Module(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see'));
$row = ['configoption1' => '1', 'configoption2' => '3', 'configoption3' => '1', 'configoption7' => '', 'locations' => []];
$rows = [
    ['id' => 9] + $row,
    ['id' => '2', 'configoption2' => 4] + $row,
    ['id' => 3, 'configoption2' => 99] + $row,
    ['id' => 4, 'configoption2' => 50] + $row,
    ['id' => 5, 'locations' => ['52|Nowhere']] + $row,
    ['id' => 6, 'configoption1' => 77] + $row,
    ['id' => 7, 'configoption2' => null] + $row,
    ['id' => 8, 'configoption1' => ''] + $row,
];
echo json_encode($stock->quantities($rows)), "\n";
foreach ($stock->explain($rows) as $id => $report) {
    echo $id, ' ', json_encode($report['quantity']), ' ', $report['reason'], ' ', json_encode(array_column($report['groups'], 'reason')), "\n";
}
var_dump($stock->quantity(['id' => 1] + $row, deadline: 5));
$report = $stock->explain([['id' => 1, 'configoption1' => 6] + $row])[1];
echo implode(',', array_keys($report)), "\n", implode(',', array_keys($report['package'])), "\n";
echo implode(',', array_keys($report['groups'][0])), "\n", implode(',', array_keys($report['groups'][0]['hypervisors'][0])), "\n";
?>
--EXPECT--
{"9":57,"2":0,"3":0,"4":null,"5":null,"6":0,"7":null,"8":null}
9 57 ok ["ok"]
2 0 package_disabled []
3 0 package_missing []
4 null package_unknown []
5 null group_unknown ["ok","group_unknown"]
6 0 ok ["group_missing"]
7 null no_package []
8 null no_groups []
int(57)
product,quantity,reason,fits,held,error,package,buffer_pct,ipv4_required,ipv4_pool,groups,cause
id,name,memory,cpuCores,primaryStorage,primaryStorageProfile
id,reason,quantity,fits,ipv4_fits,limited_by,holds,more_holds,notes,hypervisors
id,name,eligible,skipped,fits,limited_by,memory,cpu,storage,servers,ipv4_free,reserved,levels,pools
