--TEST--
Arguments are converted for callers without strict types as PHP's functions do, and never with strict types
--FILE--
<?php
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->package(3);
$panel->group(5, 'vendor');
$calls = <<<'PHP'
use VirtFusionDirect\{Module, RateLimit, StockControl};
$module = $panel->module();
$stock = new StockControl($module);
$text = new class { function __toString() { return 'phpt-types'; } };
return array_map('thrown', [
    'int' => fn () => assert(is_array($module->fetchPackage(3))),
    'numeric string as int' => fn () => assert(is_array($module->fetchPackage('3'))),
    'whole float as int' => fn () => assert(is_array($module->fetchPackage(3.0))),
    'true as int' => fn () => $module->forgetPackage(true),
    'fraction as int' => fn () => @$module->fetchPackage(3.5),
    'int as float' => fn () => $stock->quantity(['id' => 1], 5),
    'numeric string as float' => fn () => $stock->quantity(['id' => 1], '5'),
    'null as deadline' => fn () => $stock->quantity(['id' => 1], null),
    'int as buffer' => fn () => StockControl::groupCapacity([], [], 1, 10),
    'string as buffer' => fn () => StockControl::groupCapacity([], [], '1', '10'),
    'int as key' => fn () => RateLimit::release(7),
    'object as key' => fn () => RateLimit::release($text),
    'bytes as key' => fn () => RateLimit::release("\xff\x00"),
    'words as int' => fn () => $module->fetchPackage('three'),
    'null as int' => fn () => $module->fetchPackage(null),
    'list as int' => fn () => $module->fetchPackage([3]),
    'NAN as int' => fn () => $module->fetchPackage(NAN),
    'huge float as int' => fn () => $module->fetchPackage(1e30),
    'null as key' => fn () => RateLimit::release(null),
    'list as key' => fn () => RateLimit::release([]),
    'string as row' => fn () => $stock->quantity('1'),
    'object as rows' => fn () => $stock->quantities(new ArrayObject()),
    'another object as module' => fn () => new StockControl(new stdClass()),
    'too few' => fn () => $stock->quantity(),
    'too many' => fn () => $module->lastError(1),
    'unknown name' => fn () => $module->fetchPackage(id: 3),
]);
PHP;
$loose = eval($calls);
$strict = eval("declare(strict_types=1);\n$calls");
foreach ($loose as $name => $result) {
    [$loosely, $strictly] = array_map(fn ($thrown) => explode(':', $thrown)[0], [$result, $strict[$name]]);
    printf("%-26s %-20s %s\n", $name, $loosely, $strictly);
}
?>
--EXPECT--
int                        nothing              nothing
numeric string as int      nothing              TypeError
whole float as int         nothing              TypeError
true as int                nothing              TypeError
fraction as int            nothing              TypeError
int as float               nothing              nothing
numeric string as float    nothing              TypeError
null as deadline           nothing              nothing
int as buffer              nothing              nothing
string as buffer           nothing              TypeError
int as key                 nothing              TypeError
object as key              nothing              TypeError
bytes as key               nothing              nothing
words as int               TypeError            TypeError
null as int                TypeError            TypeError
list as int                TypeError            TypeError
NAN as int                 TypeError            TypeError
huge float as int          TypeError            TypeError
null as key                TypeError            TypeError
list as key                TypeError            TypeError
string as row              TypeError            TypeError
object as rows             TypeError            TypeError
another object as module   TypeError            TypeError
too few                    ArgumentCountError   ArgumentCountError
too many                   ArgumentCountError   ArgumentCountError
unknown name               Error                Error
