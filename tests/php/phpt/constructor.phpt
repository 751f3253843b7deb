--TEST--
Calling the constructor again replaces the object's state, or changes nothing when it throws
--FILE--
<?php
use VirtFusionDirect\StockControl;
require __DIR__ . '/panel.inc';
[$one, $two] = [new Panel(), new Panel()];
$one->package(3, ['name' => 'one']);
$two->package(3, ['name' => 'two']);
$module = $one->module();
$stock = new StockControl($module);
echo $module->fetchPackage(3)['name'], "\n";
echo thrown(fn () => $module->__construct('nonsense', Panel::TOKEN)), "\n";
echo thrown(fn () => $module->__construct($two->url, '')), "\n";
echo $module->fetchPackage(3)['name'], "\n";
$module->__construct($two->url, Panel::TOKEN);
echo $module->fetchPackage(3)['name'], "\n";
$stock->__construct($module);
echo thrown(fn () => $stock->__construct(new stdClass())), "\n";
$row = ['id' => 1, 'configoption1' => 5, 'configoption2' => 3];
var_dump($stock->quantity($row));
unset($module);
var_dump($stock->quantity($row));
?>
--EXPECT--
one
ValueError: VirtFusionDirect\Module::__construct(): Argument #1 ($url) must be of the form https://host[:port]/path
ValueError: VirtFusionDirect\Module::__construct(): Argument #2 ($token) must not be empty
one
two
TypeError: Invalid value given for argument `module`.
int(0)
int(0)
