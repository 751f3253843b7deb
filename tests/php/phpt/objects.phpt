--TEST--
Objects come only from their constructor and cannot be cloned, serialized or extended
--FILE--
<?php
use VirtFusionDirect\{Module, RateLimit};
$module = new Module(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see');
$ways = [
    'clone' => fn () => clone $module,
    'serialize' => fn () => serialize($module),
    'property' => function () use ($module) { $module->extra = 1; },
    'without constructor' => fn () => (new ReflectionClass(Module::class))->newInstanceWithoutConstructor(),
    'static class' => fn () => new RateLimit(),
];
foreach ($ways as $name => $way) {
    try {
        $way();
        echo "$name: nothing was thrown\n";
    } catch (Throwable $error) {
        echo "$name: refused\n";
    }
}
$module->__construct(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see');
var_dump($module->fetchPackage(3)['id']);
?>
--EXPECTF--
clone: refused
serialize: refused
property: refused
without constructor: refused
static class: refused
int(%d)
