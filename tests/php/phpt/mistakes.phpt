--TEST--
A caller's mistake is a ValueError that says what and where, and contains no secret
--FILE--
<?php
use VirtFusionDirect\{Module, RateLimit, StockControl};
$module = new Module(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see');
$stock = new StockControl($module);
$mistakes = [
    fn () => new Module('http://panel.example.com/api', 'secret'),
    fn () => new Module('https://user:secret@panel.example.com/api', 'x'),
    fn () => new Module('nonsense', 'x'),
    fn () => new Module('https://panel.example.com/api', ''),
    fn () => new Module('https://panel.example.com/api', "secret\n"),
    fn () => $stock->quantity(['id' => 0]),
    fn () => $stock->quantities([['id' => 1], ['id' => 'x']]),
    fn () => $stock->quantities([7]),
    fn () => $stock->quantity(['id' => 1], 0),
    fn () => StockControl::groupCapacity([], [], -1),
    fn () => RateLimit::acquire('k', 0),
    fn () => $module->fetchPackage('three'),
];
foreach ($mistakes as $mistake) {
    try {
        $mistake();
        echo "nothing was thrown\n";
    } catch (ValueError | TypeError $error) {
        echo get_class($error), ': ', $error->getMessage(), str_contains((string) $error, 'secret') ? ' SECRET' : '', "\n";
    }
}
?>
--EXPECTF--
ValueError: VirtFusionDirect\Module::__construct(): Argument #1 ($url) must start with https://; plain http:// is accepted only for loopback addresses
ValueError: VirtFusionDirect\Module::__construct(): Argument #1 ($url) must not contain a user name or password; the token goes into its own argument%S
ValueError: VirtFusionDirect\Module::__construct(): Argument #1 ($url) must be of the form https://host[:port]/path
ValueError: VirtFusionDirect\Module::__construct(): Argument #2 ($token) must not be empty
ValueError: VirtFusionDirect\Module::__construct(): Argument #2 ($token) must not contain control characters or characters outside ASCII
ValueError: VirtFusionDirect\StockControl::quantity(): Argument #1 ($product): the key "id" must hold a positive integer, the id of the product
ValueError: VirtFusionDirect\StockControl::quantities(): Argument #1 ($products), row 1: the key "id" must hold a positive integer, the id of the product
ValueError: VirtFusionDirect\StockControl::quantities(): Argument #1 ($products), row 0 must be an array, a row of tblproducts
ValueError: VirtFusionDirect\StockControl::quantity(): Argument #2 ($deadline) must be greater than 0, in seconds
ValueError: VirtFusionDirect\StockControl::groupCapacity(): Argument #3 ($ipv4Required) must be greater than or equal to 0
ValueError: VirtFusionDirect\RateLimit::acquire(): Argument #2 ($seconds) must be greater than or equal to 1
TypeError: Invalid value given for argument `packageId`.
