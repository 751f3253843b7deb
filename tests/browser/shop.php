<?php

/*
 * The demo's shop for a browser: on MariaDB, behind PHP's built-in web server, with the simulated panel. It prints
 * {"url": …} when it is ready, answers each line of standard input (a command and its argument) with one line of JSON, and
 * exits when standard input closes.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Demo\Scenario;
use WhmcsStandIn\Shop;

require_once dirname(__DIR__) . '/doubles/whmcs/Shop.php';
require_once dirname(__DIR__) . '/doubles/whmcs/demo/Row.php';
require_once dirname(__DIR__) . '/doubles/whmcs/demo/Scenario.php';
foreach (['Workshop', 'Server', 'MariaDb', 'Panel', 'WebAnswer', 'Web'] as $class) {
    require_once dirname(__DIR__) . "/php/addon/support/{$class}.php";
}

$panel = Panel::number(1);
$panel->holds(Scenario::world() + ['group_names' => [1 => 'Amsterdam', 2 => 'Frankfurt', 3 => 'London']]);
$database = MariaDb::shared()->create();
$shop = Shop::build(Workshop::folder() . '/shop', Shop::mariadb(MariaDb::shared()->socket(), $database));
file_put_contents(Workshop::folder() . '/authority.pem', $panel->authority);
$caches = 0;
$php = static function () use (&$caches): array {
    $cache = Workshop::folder() . '/cache-' . $caches;
    is_dir($cache) || mkdir($cache, 0700);
    $settings = [
        'extension' => Workshop::extension(),
        'virtfusion_direct.cafile' => Workshop::folder() . '/authority.pem',
        'virtfusion_direct.cache_dir' => $cache,
        'virtfusion_direct.connect_timeout' => '2',
        'log_errors' => '1',
        'error_log' => Workshop::folder() . '/errors.log',
    ];
    $command = [PHP_BINARY];
    foreach ($settings as $name => $value) {
        array_push($command, '-d', "{$name}={$value}");
    }

    return $command;
};
$socket = stream_socket_server('tcp://127.0.0.1:0');
$closed = (string) stream_socket_get_name($socket, false);
fclose($socket);
$catalogue = $shop->catalogue;
$catalogue->server($panel->hostname, Panel::TOKEN, ['name' => 'Panel', 'active' => 1]);
$second = $catalogue->server('localhost:' . explode(':', $closed)[1], Panel::TOKEN, ['name' => 'Second panel']);
$down = $catalogue->serverGroup('Second panel', [$second]);
foreach (Scenario::products() as $product) {
    $columns = $product->columns() + ($product->secondPanel ? ['servergroup' => $down] : []);
    $id = $catalogue->product($product->name, $product->package, $product->group, $columns);
    if ($product->locations() !== []) {
        $catalogue->option('Location', [$id], $product->locations());
    }
    for ($n = 0; $n < $product->orders; $n++) {
        [$order] = $catalogue->order([$id]);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s')]);
    }
}
$shop->activate($php());
$catalogue->sinceFirstVersion();
$web = Web::serve($shop->root, $php());

$answer = static function (string $command, string $argument) use ($panel, $catalogue, $shop, $php, &$caches): mixed {
    return match ($command) {
        'requests' => count($panel->requests()),
        'quantities' => Capsule::table('tblproducts')->pluck('qty', 'id')->all(),
        'tables' => hash('sha256', json_encode([
            Capsule::table('tblproducts')->get(),
            Capsule::table('mod_virtfusion_stock')->get(),
            Capsule::table('mod_virtfusion_stock_report')->get(),
            Capsule::table('mod_virtfusion_stock_state')->get(),
            Capsule::table('mod_virtfusion_stock_history')->get(),
            Capsule::table('tblmodulelog')->get(),
            Capsule::table('tblactivitylog')->get(),
        ])),
        'product' => $catalogue->product($argument, 1, 1),
        // A product whose location is chosen in a dropdown (1) or by radio buttons (2); the id of the option with it.
        'order_form', 'full_form' => (static function () use ($catalogue, $command, $argument): array {
            $product = $catalogue->product("Form {$argument}", 1, 2);
            $places = $command === 'full_form' ? ['11|Full'] : ['11|Full', '2|London', '3|Frankfurt'];

            return [$product, $catalogue->option('Location|Where', [$product], $places, ['optiontype' => $argument ?: '1'])];
        })(),
        // Replaces a product's history: JSON of [product, [[hours ago, fits, on order, for sale or null, preview or not], …]].
        'history' => (static function () use ($argument): void {
            [$product, $rows] = json_decode($argument, true);
            Capsule::table('mod_virtfusion_stock_history')->where('product_id', $product)->delete();
            foreach ($rows as [$hours, $fits, $held, $published, $preview]) {
                Capsule::table('mod_virtfusion_stock_history')->insert([
                    'product_id' => $product,
                    'at' => gmdate('Y-m-d H:i:s', time() - (int) (3600 * $hours)),
                    'fits' => $fits,
                    'held' => $held,
                    'published' => $published,
                    'reason' => $published === null ? 'group_unknown' : 'ok',
                    'limited_by' => $published === null ? null : 'memory',
                    'preview' => (int) $preview,
                ]);
            }
        })(),
        // JSON of a setting's name and its value.
        'setting' => $catalogue->setting(...json_decode($argument, true)),
        'latency' => $panel->latency((int) $argument),
        'group' => $panel->group(...json_decode($argument, true)),
        // Clears the cache of the shop's processes, as if it had expired.
        'recalculate' => (function () use ($shop, $php, &$caches): mixed {
            $caches++;

            return $shop->php($php(), '$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
                . ' $outcome = (new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep($shop))->all("test");'
                . ' (new WHMCS\Module\Addon\VirtfusionStock\Sweep\GroupNameUpdate($shop))->after($outcome);'
                . ' return $outcome->quantities();');
        })(),
        // Moves all recorded times this many minutes back.
        'age' => (static function () use ($argument): void {
            foreach (['known_at', 'changed_at', 'attempted_at', 'failing_since'] as $moment) {
                Capsule::update("UPDATE mod_virtfusion_stock SET {$moment} = {$moment} - INTERVAL ? MINUTE", [(int) $argument]);
            }
            Capsule::update('UPDATE mod_virtfusion_stock_state SET swept_at = swept_at - INTERVAL ? MINUTE', [(int) $argument]);
        })(),
    };
};

echo json_encode(['url' => "http://{$web->address}"]), "\n";
while (($line = fgets(STDIN)) !== false) {
    [$command, $argument] = explode(' ', trim($line), 2) + [1 => ''];
    echo json_encode($answer($command, $argument)), "\n";
}
