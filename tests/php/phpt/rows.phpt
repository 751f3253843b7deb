--TEST--
A row without a valid id and a deadline that is not positive are rejected before any request
--FILE--
<?php
use VirtFusionDirect\{RateLimit, StockControl};
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3);
$panel->group(5, 'vendor');
$stock = new StockControl($panel->module());
$row = ['configoption1' => 5, 'configoption2' => 3];
$refused = 0;
foreach ([null, 0, -1, '', '0', '-1', 'x', '1.5', '1e1', 1.0, true, [1], new stdClass(), "\xff", '99999999999999999999'] as $id) {
    foreach ([fn ($rows) => $stock->quantity($rows[1]), [$stock, 'quantities'], [$stock, 'explain']] as $call) {
        $refused += str_starts_with(thrown(fn () => $call([['id' => 1] + $row, ['id' => $id] + $row])), 'ValueError: ') ? 1 : 0;
    }
}
foreach ([0, 0.0, -0.0, -1, -1e-9, -INF, NAN] as $deadline) {
    foreach ([fn ($rows, $deadline) => $stock->quantity($rows[0], $deadline), [$stock, 'quantities'], [$stock, 'explain']] as $call) {
        $refused += str_starts_with(thrown(fn () => $call([['id' => 1] + $row], $deadline)), 'ValueError: ') ? 1 : 0;
    }
}
foreach ([0, -1, PHP_INT_MIN] as $seconds) {
    $refused += str_starts_with(thrown(fn () => RateLimit::acquire('phpt-rows', $seconds)), 'ValueError: ') ? 1 : 0;
    $refused += $seconds && str_starts_with(thrown(fn () => StockControl::groupCapacity([], [], $seconds)), 'ValueError: ') ? 1 : 0;
}
var_dump($refused === 3 * 15 + 3 * 7 + 3 + 2, $panel->asked());
echo thrown(fn () => $stock->quantities(['a' => ['id' => 1], 'b' => 'row'])), "\n";
echo thrown(fn () => $stock->explain(['a' => ['id' => 1], 'b' => ['id' => 'x']])), "\n";

// Valid ones, in the forms that a database gives; a row by reference and in an array with odd keys is one too.
$rows = [7 => ['id' => 3] + $row, 'x' => ['id' => '2'] + $row, -1 => ['id' => ' 1 '] + $row];
$reference = &$rows['x'];
var_dump(array_keys($stock->quantities($rows, INF)), $stock->quantities([]), $stock->explain([]), $panel->asked());
?>
--EXPECT--
bool(true)
int(0)
ValueError: VirtFusionDirect\StockControl::quantities(): Argument #1 ($products), row b must be an array, a row of tblproducts
ValueError: VirtFusionDirect\StockControl::explain(): Argument #1 ($products), row b: the key "id" must hold a positive integer, the id of the product
array(3) {
  [0]=>
  int(3)
  [1]=>
  int(2)
  [2]=>
  int(1)
}
array(0) {
}
array(0) {
}
int(2)
