--TEST--
Arrays that json_decode never returns are not understood, do no harm and are not changed
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
$package = ['memory' => 10, 'cpuCores' => 0, 'primaryStorage' => 0];
$entry = fn (mixed $memory, mixed $more = null) => [
    'hypervisor' => ['id' => 1, 'enabled' => true, 'commissioned' => 3, 'prohibit' => 0],
    'resources' => ['memory' => $memory],
    'more' => $more,
];
$count = fn (array $resources, ?array $need = null) => json_encode(StockControl::groupCapacity($resources, $need ?? $package, 1, 0.0));
$good = ['max' => 100, 'free' => 100];

echo $count(['data' => [$entry($good)]]), ': an ordinary group', "\n";
$max = '100';
$quota = ['max' => &$max, 'free' => &$max];
$data = [$entry($quota)];
echo $count(['data' => &$data]), ': references', "\n";
var_dump($max, $data[0]['resources']['memory']['max']);
echo $count(['data' => [$entry($good, NAN), $entry($good, new stdClass())]]), ': what is not needed', "\n";
foreach ([NAN, INF, -INF, new stdClass(), fopen('php://memory', 'r'), fn () => 100, "100\0", "\xff", '1_00', [], true, null] as $odd) {
    echo $count(['data' => [$entry(['max' => 100, 'free' => $odd])]]), ' ';
}
echo "\n";
foreach ([[1 => $entry($good)], ['a' => $entry($good)], [$entry($good), 2 => $entry($good)], [[]], [null], 'list', 1.5, new ArrayObject([$entry($good)])] as $list) {
    echo $count(['data' => $list]), ' ';
}
echo "\n";
foreach ([PHP_INT_MAX, (string) PHP_INT_MAX, 1e300, '1e300', PHP_INT_MAX . '0', PHP_INT_MIN] as $huge) {
    echo $count(['data' => [$entry(['max' => $huge, 'free' => $huge])]], ['memory' => 1] + $package), ' ';
}
echo "\n";
$loop = $entry($good);
$loop['more'] = &$loop;
echo $count(['data' => [$loop]]), ': an array that holds itself where nobody looks', "\n";
$loop['resources']['memory']['max'] = &$loop;
echo $count(['data' => [$loop]]), ': and where a number is wanted', "\n";
$loop = ['hypervisor' => ['id' => 1, 'enabled' => true, 'commissioned' => true]];
$loop['resources'] = &$loop;
$loop['memory'] = &$loop;
echo $count(['data' => [$loop]]), ': and where objects are wanted', "\n";
// PHP does not take such arrays apart when it ends.
unset($loop);
gc_collect_cycles();
$deep = [];
for ($i = 0; $i < 100000; $i++) {
    $deep = [$deep];
}
echo $count(['data' => [$entry($good, $deep)]]), ': a very deep one where nobody looks', "\n";
echo $count(['data' => [$entry(['max' => $deep, 'free' => 1])]]), $count(['data' => $deep]), ': and elsewhere', "\n";
echo $count([], []), $count(['data' => []], []), $count([], $package), $count(['data' => []]), ': empty', "\n";
foreach ([0.0, 10.0, 100.0, 250.0, -5.0, INF, -INF, NAN, 0.00004, 33.33335] as $buffer) {
    echo json_encode(StockControl::groupCapacity(['data' => [$entry(['max' => 1000000, 'free' => 1000000])]], ['memory' => 1] + $package, 0, $buffer)), ' ';
}
?>
--EXPECTF--
10: an ordinary group
10: references
string(3) "100"
string(3) "100"
10: what is not needed
null null null null null null null null null null null null 
null null null null null null null null 
9223372036854775807 9223372036854775807 9223372036854775807 9223372036854775807 9223372036854775807 null 
10: an array that holds itself where nobody looks
null: and where a number is wanted
null: and where objects are wanted
10: a very deep one where nobody looks
nullnull: and elsewhere
nullnullnull0: empty
1000000 900000 0 0 1000000 0 1000000 900000 1000000 666666 
