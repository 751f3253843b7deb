<?php

/*
 * worker.php SIDE SHOP: one process of a shop that recalculates with the addon or with the reference. Reads `all`, `one ID`,
 * `orders` or `checkout ID,ID` from standard input, one command per line, and answers each with one line of JSON.
 */

declare(strict_types=1);

use VirtFusionReference\FileCache;
use VirtFusionReference\Module;
use VirtFusionReference\StockControl as Reference;
use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Shop\SystemClock;
use WHMCS\Module\Server\VirtFusionDirect\StockControl;

[, $side, $shop] = $argv;
require $shop . '/init.php';
require __DIR__ . '/reference/autoload.php';

$queries = 0;
Capsule::connection()->listen(static function () use (&$queries): void {
    $queries++;
});
$folder = dirname($shop);
$control = static fn (): object => $side === 'extension' ? new StockControl() : new Reference(
    Module::ofShop("{$folder}/authority.pem", new FileCache("{$folder}/cache-reference")),
);
$orders = static function (): array {
    $shop = Shop::ofRequest();

    return $shop->openOrders()->read($shop->settings(), $shop->panels())->all;
};
// A request of its own: nothing is remembered of the one before.
$checkout = static function (string $products): array {
    Shop::begin(new SystemClock());
    $lines = array_map(static fn (string $product): array => ['pid' => (int) $product], explode(',', $products));
    $_SESSION = ['cart' => ['products' => $lines], 'virtfusion_stock_claim' => hash('sha256', 'one')];

    return run_hook('ShoppingCartValidateCheckout')[0];
};
$answer = static function (int $ns, array $quantities) use (&$queries): void {
    echo json_encode(['ns' => $ns, 'quantities' => (object) $quantities, 'queries' => $queries]), "\n";
};
$answer(0, []);
while (($line = fgets(STDIN)) !== false) {
    [$what, $id] = explode(' ', trim($line)) + [1 => 0];
    $queries = 0;
    $from = hrtime(true);
    $quantities = match ($what) {
        'all' => $control()->recalculateAll(),
        'orders' => ['holds' => count($orders())],
        'checkout' => ['refused' => count($checkout((string) $id))],
        default => [(int) $id => $control()->recalculateForProduct((int) $id)],
    };
    $answer(hrtime(true) - $from, $quantities);
}
