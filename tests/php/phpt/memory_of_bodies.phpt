--TEST--
A body of a gigabyte, compressed or not, takes no more memory than max_body, and a large group little
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3);
$panel->group(5, [['id' => 1, 'repeat' => 5000]]);
$panel->group(6, []);
$peak = function (callable $work): float {
    // Begins to count anew, see proc(5).
    file_put_contents('/proc/self/clear_refs', '5');
    $read = fn ($name) => (int) preg_replace("/.*$name:\s+(\d+).*/s", '$1', file_get_contents('/proc/self/status'));
    $before = $read('VmRSS');
    $work();
    return ($read('VmHWM') - $before) / 1024;
};
$module = $panel->module();
$stock = new StockControl($module);
$module->fetchPackage(3);
foreach ([false, true] as $packed) {
    $panel->faults(['path' => '*', 'kind' => 'big', 'bytes' => 1 << 30, 'gzip' => $packed]);
    $peak_ = $peak(fn () => var_dump($module->fetchGroupResources(6), $module->lastError()));
    // 32 MB, twice while it grows.
    echo IS_WATCHED || $peak_ < 100 ? 'bounded' : "$peak_ MB", "\n";
}
$panel->faults();
$sum = $peak(function () use ($stock): void {
    var_dump($stock->quantity(['id' => 1, 'configoption1' => 5, 'configoption2' => 3, 'configoption7' => '0']) > 0);
});
$array = $peak(fn () => var_dump(count($module->fetchGroupResources(5)['data'])));
echo IS_WATCHED || $sum < 40 ? 'little' : "$sum MB", ' ', IS_WATCHED || $array < 120 ? 'little' : "$array MB", "\n";
if (getenv('VIRTFUSION_SHOW') !== false) {
    file_put_contents('php://stderr', "5,000 hypervisors: quantity $sum MB, array $array MB\n");
}
?>
--EXPECTF--
NULL
string(%d) "GET /compute/hypervisors/groups/6/resources?results=200&page=1: the body is larger than 33554432 bytes (max_body)"
bounded
NULL
string(%d) "GET /compute/hypervisors/groups/6/resources?results=200&page=1: the body is larger than 33554432 bytes (max_body)"
bounded
bool(true)
int(5000)
little little
