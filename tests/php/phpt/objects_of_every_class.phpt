--TEST--
No class can be extended, cloned, serialized, unserialized, given properties or created without its constructor
--FILE--
<?php
use VirtFusionDirect\{Module, RateLimit, StockControl};
require __DIR__ . '/panel.inc';
$module = new Module('https://panel.example.com/api', Panel::TOKEN);
foreach ([$module, new StockControl($module)] as $object) {
    echo get_class($object), "\n";
    foreach ([
        'clone' => fn () => clone $object,
        'serialize' => fn () => serialize($object),
        'export' => fn () => eval('return ' . var_export($object, true) . ';'),
        'property' => function () use ($object) { $object->extra = 1; },
        'reference' => function () use ($object) { $reference = &$object->extra; },
    ] as $way => $call) {
        echo "  $way: ", thrown($call), "\n";
    }
    var_dump(isset($object->extra), (array) $object, get_object_vars($object), json_encode($object), $object == clone_of($object));
}
function clone_of(object $object): ?object { try { return clone $object; } catch (Error) { return null; } }
foreach ([Module::class, StockControl::class, RateLimit::class] as $class) {
    $reflection = new ReflectionClass($class);
    var_dump($reflection->isFinal(), $reflection->isInternal());
    echo '  ', thrown(fn () => $reflection->newInstanceWithoutConstructor()), "\n";
    echo '  ', thrown(fn () => unserialize(sprintf('O:%d:"%s":0:{}', strlen($class), $class))), "\n";
    exec(escapeshellarg(PHP_BINARY) . ' -n -d display_errors=1 -d extension=' . escapeshellarg(getenv('VIRTFUSION_EXTENSION'))
        . ' -r ' . escapeshellarg("class Mine extends $class {}"), $lines, $status);
    echo '  ', $status === 255 ? preg_grep('/final class/', $lines) ? 'final' : 'another error' : 'extended', "\n";
    $lines = [];
}
echo thrown(fn () => new RateLimit()), "\n";
?>
--EXPECT--
VirtFusionDirect\Module
  clone: Error: Trying to clone an uncloneable object of class VirtFusionDirect\Module
  serialize: Exception: Serialization of 'VirtFusionDirect\Module' is not allowed
  export: Error: Call to undefined method VirtFusionDirect\Module::__set_state()
  property: Error: Cannot create dynamic property VirtFusionDirect\Module::$extra
  reference: Error: Cannot create dynamic property VirtFusionDirect\Module::$extra
bool(false)
array(0) {
}
array(0) {
}
string(2) "{}"
bool(false)
VirtFusionDirect\StockControl
  clone: Error: Trying to clone an uncloneable object of class VirtFusionDirect\StockControl
  serialize: Exception: Serialization of 'VirtFusionDirect\StockControl' is not allowed
  export: Error: Call to undefined method VirtFusionDirect\StockControl::__set_state()
  property: Error: Cannot create dynamic property VirtFusionDirect\StockControl::$extra
  reference: Error: Cannot create dynamic property VirtFusionDirect\StockControl::$extra
bool(false)
array(0) {
}
array(0) {
}
string(2) "{}"
bool(false)
bool(true)
bool(true)
  ReflectionException: Class VirtFusionDirect\Module is an internal class marked as final that cannot be instantiated without invoking its constructor
  Exception: Unserialization of 'VirtFusionDirect\Module' is not allowed
  final
bool(true)
bool(true)
  ReflectionException: Class VirtFusionDirect\StockControl is an internal class marked as final that cannot be instantiated without invoking its constructor
  Exception: Unserialization of 'VirtFusionDirect\StockControl' is not allowed
  final
bool(true)
bool(true)
  ReflectionException: Class VirtFusionDirect\RateLimit is an internal class marked as final that cannot be instantiated without invoking its constructor
  Exception: Unserialization of 'VirtFusionDirect\RateLimit' is not allowed
  final
Error: Call to private VirtFusionDirect\RateLimit::__construct() from global scope
