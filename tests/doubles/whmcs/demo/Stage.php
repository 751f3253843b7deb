<?php

/*
 * The demo's shop on SQLite and its panel, in a temporary folder. Everything that the shop does runs in separate PHP processes,
 * with the extension and settings that an operator would have in php.ini. All of it is removed when this process ends.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

use RuntimeException;
use WHMCS\Database\Capsule;
use WhmcsStandIn\Catalogue;
use WhmcsStandIn\Process;
use WhmcsStandIn\Shop;

require_once dirname(__DIR__) . '/Shop.php';

final class Stage
{
    private const RECALCULATE = 'return (new WHMCS\Module\Server\VirtFusionDirect\StockControl())->recalculateAll();';

    private ?Panel $panel = null;
    private ?Shop $shop = null;
    private int $caches = 0;
    private string $folder;

    public function __construct(private string $extension)
    {
        $this->folder = sys_get_temp_dir() . '/virtfusion-demo-' . bin2hex(random_bytes(6));
        register_shutdown_function(fn () => $this->clear());
    }

    public function set(string $panel): void
    {
        // The panel is on this machine: a proxy in the environment must not be used.
        putenv('no_proxy=localhost,127.0.0.1');
        mkdir($this->folder, 0700);
        $token = bin2hex(random_bytes(16));
        $this->panel = Panel::start($panel, $this->folder, Scenario::world() + ['token' => $token]);
        Signals::obey();
        $this->shop = Shop::build("{$this->folder}/shop", Shop::sqlite("{$this->folder}/shop.sqlite"));
        $this->fill($this->shop->catalogue, $token);
        Signals::obey();
        $answer = $this->shop->activate($this->interpreter());
        Signals::obey();
        if ($answer['status'] !== 'success') {
            throw new RuntimeException("the addon was not activated: {$answer['description']}");
        }
        $this->shop->catalogue->sinceFirstVersion();
    }

    /** One recalculation of everything, as the host module's hooks ask for it; no answer is kept from the last one. */
    public function recalculate(): void
    {
        $this->shop->php($this->interpreter(), self::RECALCULATE);
        Signals::obey();
    }

    /**
     * Pays a cart, after a recalculation so that the panel's answers are cached.
     *
     * @param list<array<string, mixed>> $products as WHMCS keeps them in the session
     * @return list<string> what the customer is told; nothing when the cart passes
     */
    public function pay(array $products, string $language): array
    {
        $session = ['Language' => $language, 'cart' => ['products' => $products]];
        $errors = $this->shop->php($this->interpreter(), rtrim(str_replace('return ', '', self::RECALCULATE)) . ' $_SESSION = '
            . var_export($session, true) . '; return run_hook("ShoppingCartValidateCheckout", ["a" => "checkout"])[0];');
        Signals::obey();

        return $errors;
    }

    /**
     * Runs the addon's command line in the shop.
     *
     * @return array{0: string, 1: string, 2: int} standard output, standard error, exit code
     */
    public function command(string ...$arguments): array
    {
        $stock = "{$this->folder}/shop/modules/addons/virtfusion_stock/bin/stock";

        return Process::start([...$this->interpreter(), $stock, ...$arguments])->finish();
    }

    /** @return array<int, int> product id => quantity */
    public function quantities(): array
    {
        return Capsule::table('tblproducts')->orderBy('id')->pluck('qty', 'id')->map('intval')->all();
    }

    /** @return array<int, object> the addon's own row of each product, by its id */
    public function ledger(): array
    {
        return Capsule::table('mod_virtfusion_stock')->get()->keyBy('product_id')->all();
    }

    public function panel(): Panel
    {
        return $this->panel;
    }

    /** What PHP wrote to its error log. */
    public function errors(): string
    {
        return is_file("{$this->folder}/errors.log") ? (string) file_get_contents("{$this->folder}/errors.log") : '';
    }

    private function clear(): void
    {
        $this->panel?->stop();
        exec('rm -rf -- ' . escapeshellarg($this->folder));
    }

    private function fill(Catalogue $catalogue, string $token): void
    {
        $catalogue->server($this->panel->hostname, $token, ['active' => 1, 'name' => 'Panel']);
        $second = $catalogue->server('localhost:' . self::closedPort(), $token, ['name' => 'Second panel']);
        $down = $catalogue->serverGroup('Second panel', [$second]);
        foreach (Scenario::products() as $product) {
            $columns = $product->columns() + ($product->secondPanel ? ['servergroup' => $down] : []);
            $id = $catalogue->product($product->name, $product->package, $product->group, $columns);
            $choices = $product->locations();
            if ($choices !== []) {
                $catalogue->option('Location', [$id], $choices);
            }
            for ($n = 0; $n < $product->orders; $n++) {
                [$order] = $catalogue->order([$id]);
                Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s')]);
            }
        }
    }

    /** @return list<string> PHP with the extension, and a cache that nobody has used yet */
    private function interpreter(): array
    {
        $cache = "{$this->folder}/cache-" . ++$this->caches;
        mkdir($cache, 0700);
        $settings = [
            'extension' => $this->extension,
            'virtfusion_direct.cafile' => $this->panel->authority,
            'virtfusion_direct.cache_dir' => $cache,
            'virtfusion_direct.redis_url' => '',
            'virtfusion_direct.ipv4_pool' => 'group',
            'virtfusion_direct.connect_timeout' => '5',
            'virtfusion_direct.timeout' => '10',
            'log_errors' => '1',
            'display_errors' => '0',
            'error_log' => "{$this->folder}/errors.log",
        ];
        $command = [PHP_BINARY];
        foreach ($settings as $name => $value) {
            array_push($command, '-d', "{$name}={$value}");
        }

        return $command;
    }

    /** A port of loopback that nobody listens on: the second panel, which is down. */
    private static function closedPort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $name = (string) stream_socket_get_name($socket, false);
        fclose($socket);

        return (int) substr($name, (int) strrpos($name, ':') + 1);
    }
}
