--TEST--
prefetch asks the panel and waits for no answer; the next quantities use the answers
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3, ['memory' => 1024, 'cpuCores' => 1, 'primaryStorage' => 10, 'primaryStorageProfile' => 0]);
$panel->package(4, ['memory' => 2048, 'cpuCores' => 1, 'primaryStorage' => 10, 'primaryStorageProfile' => 0]);
$panel->group(5, [['id' => 11, 'memory' => [10240, 0], 'ipv4' => 100]]);
$module = $panel->module();
$row = ['id' => 1, 'configoption1' => 5, 'configoption2' => 3, 'configoption7' => 0];
$asked = function (int $times) use ($panel): void {
    for ($n = 0; $n < 1000 * SLOWNESS && $panel->asked() < $times; $n++) {
        usleep(20000);
    }
    echo $panel->asked(), " asked\n";
};

$stock = new StockControl($module);
var_dump($stock->prefetch([$row]));
$asked(2);
echo $stock->quantity($row), ' ', $stock->quantity($row), "\n";
$asked(2);
echo json_encode($module->requestCounts()), "\n";

echo "\nA hold of another package\n";
$module->forgetPackage(3);
$module->forgetGroupResources(5);
$stock->prefetch(products: [$row], deadline: 60.0);
echo $stock->quantity($row, holds: [['id' => 7, 'package' => 4, 'group' => 5]]), "\n";
$asked(5);

echo "\nLater than what was prefetched\n";
$module->forgetGroupResources(5);
$stock->prefetch([$row]);
$asked(6);
$panel->group(5, [['id' => 11, 'memory' => [20480, 0], 'ipv4' => 100]]);
usleep(2000);
echo $stock->quantity($row, since: microtime(true)), "\n";
$asked(7);

echo "\nEverything is cached\n";
$stock->prefetch([$row]);
echo $stock->quantity($row), "\n";
$asked(7);

echo "\nNobody takes it\n";
$module->forgetGroupResources(5);
$stock->prefetch([$row]);
$stock->prefetch([$row]);
unset($stock);
echo (new StockControl($module))->quantity($row), "\n";
$asked(8);

echo "\nThe panel fails\n";
$panel->faults(['path' => '*', 'kind' => 'status', 'code' => 500]);
$module->forgetGroupResources(5);
$stock = new StockControl($module);
$stock->prefetch([$row]);
var_dump($stock->quantity($row), str_contains((string) $module->lastError(), '500'));

echo "\nMistakes\n";
foreach ([[['x']], [[['id' => 0]]], [[$row], 0.0]] as $arguments) {
    echo thrown(fn () => $stock->prefetch(...$arguments)), "\n";
}
var_dump($stock->prefetch([]));
?>
--EXPECT--
NULL
2 asked
10 10
2 asked
{"requests":2,"failures":0}

A hold of another package
8
5 asked

Later than what was prefetched
6 asked
20
7 asked

Everything is cached
20
7 asked

Nobody takes it
20
8 asked

The panel fails
NULL
bool(true)

Mistakes
ValueError: VirtFusionDirect\StockControl::prefetch(): Argument #1 ($products), row 0 must be an array, a row of tblproducts
ValueError: VirtFusionDirect\StockControl::prefetch(): Argument #1 ($products), row 0: the key "id" must hold a positive integer, the id of the product
ValueError: VirtFusionDirect\StockControl::prefetch(): Argument #2 ($deadline) must be greater than 0, in seconds
NULL
