--TEST--
The token appears in no trace, dump, cast, serialization or phpinfo
--INI--
zend.exception_ignore_args=0
--FILE--
<?php
use VirtFusionDirect\{Module, StockControl};
const TOKEN = 'a-token-that-nobody-may-see';
ob_start();
$module = new Module(getenv('VIRTFUSION_URL'), TOKEN);
$module->fetchPackage(50);
$stock = new StockControl($module);
var_dump($module, $stock, (array) $module, $module->lastError());
print_r($module);
var_export($module);
traced($module);
phpinfo();
try {
    new Module('nonsense', TOKEN);
} catch (ValueError $error) {
    echo $error;
    var_dump($error->getTrace());
}
foreach (['serialize', fn ($o) => clone $o, 'json_encode'] as $way) {
    try {
        var_dump($way($module));
    } catch (Throwable $error) {
        echo $error;
    }
}
$output = ob_get_clean();
var_dump(strlen($output) > 1000, str_contains($output, 'virtfusion_direct.timeout'), str_contains($output, TOKEN));
function traced($value) { debug_print_backtrace(); debug_zval_dump($value); }
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
