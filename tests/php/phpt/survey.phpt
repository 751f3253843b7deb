--TEST--
survey returns a report for every product whose state the caller does not name, and for no other
--FILE--
<?php
require __DIR__ . '/panel.inc';

$panel = new Panel();
$panel->package(3, ['memory' => 1024, 'cpuCores' => 1, 'primaryStorage' => 10, 'primaryStorageProfile' => 0]);
$panel->package(4, ['enabled' => false]);
$host = fn (int $memory): array => [['id' => 11, 'memory' => [$memory, 0], 'ipv4' => 100]];
$panel->group(5, $host(10240));
$panel->group(6, $host(20480));
$module = $panel->module();
$stock = new VirtFusionDirect\StockControl($module);
$row = fn (int $id, int $package, int $group, array $more = []): array => $more
    + ['id' => $id, 'configoption1' => $group, 'configoption2' => $package, 'configoption7' => 0];
$rows = [$row(1, 3, 5), $row(2, 3, 6), $row(3, 4, 5), $row(4, 9, 5), $row(5, 3, 99), $row(6, 3, 0)];

$first = $stock->survey($rows);
$reports = $stock->explain($rows);
foreach ($first as $id => $finding) {
    $is = fn (string $key): bool => $finding[$key] === $reports[$id][$key];
    var_dump($is('quantity') && $is('reason') && $is('error') && $finding['report'] === $reports[$id]);
}
echo json_encode(array_column($first, 'quantity')), "\n";

echo "\nThe states that were given\n";
$states = array_map(fn (array $finding): ?string => $finding['state'], $first);
foreach ($stock->survey(products: $rows, states: $states) as $id => $finding) {
    unset($finding['state']);
    echo $id, ' ', json_encode(['report' => $finding['report'] === null ? null : '...'] + $finding), "\n";
}

echo "\nOther states\n";
$count = fn (array $findings): int => count(array_filter($findings, fn ($finding) => $finding['report'] !== null));
var_dump($count($stock->survey($rows, ['1' => $states[2], 2 => null, 3 => 7, 4 => [], 5 => "\xff"])));

echo "\nWhat a report is made of\n";
$changed = fn (array $row): bool => $stock->survey([$row], $states)[1]['report'] !== null;
var_dump($changed($row(1, 3, 5)), $changed($row(1, 3, 5, ['configoption3' => 2])), $changed($row(1, 3, 5, ['configoption7' => 1])));
var_dump($changed($row(1, 3, 5, ['locations' => ['6']])), $changed($row(1, 3, 6)), $changed($row(1, 4, 5)));
$panel->group(5, $host(10241));
$module->forgetGroupResources(5);
var_dump($changed($row(1, 3, 5)));
echo $stock->survey([$row(1, 3, 5)], $states)[1]['quantity'], "\n";

echo "\nUnknown\n";
$panel->faults(['path' => '*', 'kind' => 'status', 'code' => 500]);
$module->forgetGroupResources(5);
$finding = $stock->survey([$row(1, 3, 5)], $states)[1];
var_dump($finding['quantity'], $finding['state'], $finding['report']['reason'], $finding['error'] === $module->lastError());

echo "\nMistakes\n";
foreach ([[['x']], [[['id' => 0]]], [$rows, null, 0.0]] as $arguments) {
    echo thrown(fn () => $stock->survey(...$arguments)), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
[10,20,0,0,0,null]

The states that were given
1 {"report":null,"quantity":10,"reason":"ok","fits":10,"error":null}
2 {"report":null,"quantity":20,"reason":"ok","fits":20,"error":null}
3 {"report":null,"quantity":0,"reason":"package_disabled","fits":0,"error":null}
4 {"report":null,"quantity":0,"reason":"package_missing","fits":0,"error":null}
5 {"report":null,"quantity":0,"reason":"ok","fits":0,"error":null}
6 {"report":"...","quantity":null,"reason":"no_groups","fits":null,"error":null}

Other states
int(6)

What a report is made of
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
10

Unknown
NULL
NULL
string(13) "group_unknown"
bool(true)

Mistakes
ValueError: VirtFusionDirect\StockControl::survey(): Argument #1 ($products), row 0 must be an array, a row of tblproducts
ValueError: VirtFusionDirect\StockControl::survey(): Argument #1 ($products), row 0: the key "id" must hold a positive integer, the id of the product
ValueError: VirtFusionDirect\StockControl::survey(): Argument #3 ($deadline) must be greater than 0, in seconds
