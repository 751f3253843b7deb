--TEST--
Traces with arguments hide the token, whoever throws and however it was passed
--INI--
zend.exception_ignore_args=0
zend.exception_string_param_max_len=1000
--FILE--
<?php
use VirtFusionDirect\{Module, StockControl};
const HIDDEN = 'a-token-that-nobody-may-see';
$errors = [];
foreach ([
    fn () => new Module('nonsense', HIDDEN),
    fn () => new Module(token: HIDDEN, url: 'nonsense'),
    fn () => new Module('https://panel.example.com/api', HIDDEN . "\n"),
    fn () => new Module(...['url' => [], 'token' => HIDDEN]),
    fn () => (new ReflectionClass(Module::class))->newInstance('nonsense', HIDDEN),
    fn () => (new Module('https://panel.example.com/api', HIDDEN))->__construct('nonsense', HIDDEN),
    fn () => (new StockControl(new Module('https://panel.example.com/api', HIDDEN)))->quantity(['id' => 0]),
] as $call) {
    try {
        $call();
        echo "nothing was thrown\n";
    } catch (Throwable $error) {
        $errors[] = $error;
    }
}
ob_start();
foreach ($errors as $error) {
    echo $error, $error->getTraceAsString();
    var_dump($error->getMessage());
    // What the caller's own frames hold is the caller's; the extension's frames are the first of each trace.
    print_r(array_filter($error->getTrace(), fn ($frame) => ($frame['class'] ?? '') === Module::class));
}
$shown = ob_get_clean();
preg_match_all('/SensitiveParameterValue/', $shown, $marks);
// newInstance() is PHP's own and shows its arguments, as it does for every class.
$shown = preg_replace('/#\d+ .*ReflectionClass->newInstance\(.*\n/', '', $shown);
var_dump(count($errors), count($marks[0]) >= 10, str_contains($shown, HIDDEN));
?>
--EXPECT--
int(7)
bool(true)
bool(false)
