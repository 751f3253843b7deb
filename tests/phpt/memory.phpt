--TEST--
Thousands of calls leave no memory behind
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
foreach ($calls as $name => $call) {
    // The first round fills what grows once.
    foreach ([1, 2] as $round) {
        gc_collect_cycles();
        $before = memory_get_usage();
        for ($i = 0; $i < 2000; $i++) {
            $call();
        }
        gc_collect_cycles();
    }
    $grown = memory_get_usage() - $before;
    echo "$name $grown\n";
}
?>
--EXPECT--
answers 0
quantities 0
arithmetic 0
objects 0
strings 0
mistakes 0
