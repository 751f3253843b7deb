--TEST--
A hundred thousand calls and a thousand sweeps leak no memory, in Zend's heap nor in the process
--FILE--
<?php
use VirtFusionDirect\{Module, RateLimit, StockControl};
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3);
$panel->group(5, 'vendor');
$module = $panel->module();
$stock = new StockControl($module);
$row = ['id' => 1, 'configoption1' => 5, 'configoption2' => 3, 'locations' => ['6|Gone']];
$resources = $module->fetchGroupResources(5);
$package = $module->fetchPackage(3);
$calls = [
    'answers' => fn () => [$module->fetchPackage(3), $module->fetchGroupResources(5), $module->fetchPackage(0), $module->lastError()],
    'quantities' => fn () => [$stock->quantity($row), $stock->quantities([$row]), $stock->explain([$row])],
    'arithmetic' => fn () => [StockControl::groupCapacity($resources, $package), StockControl::groupCapacity($resources, [])],
    'objects' => fn () => [new StockControl(new Module($panel->url, 'x')), $module->__construct($panel->url, Panel::TOKEN)],
    'strings' => fn () => [RateLimit::release(7), RateLimit::release("phpt-memory-\xff")],
    'mistakes' => fn () => [thrown(fn () => new Module('x', 'x')), thrown(fn () => $stock->quantity(['id' => 0])), thrown(fn () => $module->fetchPackage('x'))],
];
$panel->package(4);
$panel->faults(['path' => '/packages/50', 'kind' => 'status', 'code' => 500], ['path' => '/packages/51', 'kind' => 'cut']);
$rows = array_map(fn ($id) => ['id' => $id, 'configoption1' => 5, 'configoption2' => [3, 4, 50, 51, 99][$id % 5]], range(1, 20));
$calls['sweeps'] = function () use ($module, $stock, $rows): void {
    $module->forgetPackage(4);
    $stock->quantities($rows);
    $stock->explain($rows);
};
$resident = fn () => (int) preg_replace('/.*VmRSS:\s+(\d+).*/s', '$1', file_get_contents('/proc/self/status'));
foreach ($calls as $name => $call) {
    // The first rounds fill what grows once.
    foreach ([1, 2, 3] as $round) {
        gc_collect_cycles();
        [$heap, $before] = [memory_get_usage(), $resident()];
        // Valgrind sees what is lost in the first call already.
        for ($i = ($name === 'sweeps' ? 1000 : 6000) / (IS_WATCHED ? 200 : 1); $i > 0; $i--) {
            $call();
        }
        gc_collect_cycles();
    }
    $grown = memory_get_usage() - $heap;
    $kilobytes = $resident() - $before;
    // Sixteen bytes a round of calls would be 94 kB.
    echo "$name $grown ", IS_WATCHED || $kilobytes < 90 ? 'bounded' : "$kilobytes kB", "\n";
}
?>
--EXPECT--
answers 0 bounded
quantities 0 bounded
arithmetic 0 bounded
objects 0 bounded
strings 0 bounded
mistakes 0 bounded
sweeps 0 bounded
