<?php

/*
 * A shop on MariaDB with the addon active and one panel: package 3 (1024 MB, 1 core, 10 GB), group 5 with one
 * hypervisor that takes 9 such servers beside the buffer of 10 %, group 6 with one that takes 18.
 * Everything that the shop does runs in separate PHP processes, like WHMCS's requests.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WHMCS\Database\Capsule;
use WhmcsStandIn\Catalogue;
use WhmcsStandIn\Process;
use WhmcsStandIn\Shop;

abstract class ShopTestCase extends TestCase
{
    protected const ALL = 'return (new WHMCS\Module\Server\VirtFusionDirect\StockControl())->recalculateAll();';

    protected Shop $shop;
    protected Catalogue $catalogue;
    protected Panel $panel;
    protected string $database;

    private static int $shops = 0;
    private string $cache;

    protected function setUp(): void
    {
        $this->panel = Panel::number(1);
        $this->panel->holds(static::world());
        $this->buildShop();
    }

    protected function tearDown(): void
    {
        $this->shop->remove();
        Workshop::remove($this->cache);
        Capsule::connection()->disconnect();
        if ($this->database !== '') {
            MariaDb::shared()->drop($this->database);
        }
    }

    /** @param array<string, mixed> $configuration */
    protected function buildShop(array $configuration = []): void
    {
        $this->database = MariaDb::shared()->create();
        $this->buildShopOn(Shop::mariadb(MariaDb::shared()->socket(), $this->database), $configuration);
    }

    /**
     * @param array<string, mixed> $connection
     * @param array<string, mixed> $configuration
     */
    protected function buildShopOn(array $connection, array $configuration = []): void
    {
        $n = ++self::$shops;
        $this->cache = Workshop::folder() . "/cache-{$n}";
        mkdir($this->cache, 0700);
        $this->shop = Shop::build(Workshop::folder() . "/shop-{$n}", $connection, $configuration);
        $this->catalogue = $this->shop->catalogue;
        $this->catalogue->server($this->panel->hostname, Panel::TOKEN);
        $answer = $this->shop->activate($this->php());
        self::assertSame('success', $answer['status'], $answer['description']);
        $this->catalogue->sinceFirstVersion();
    }

    /**
     * PHP with the extension, which trusts the panels and has a cache for this test only.
     *
     * @return list<string>
     */
    protected function php(string ...$settings): array
    {
        $bundle = Workshop::folder() . '/authorities.pem';
        $authorities = '';
        foreach ([1, 2, 3] as $n) {
            $authorities .= Panel::isStarted($n) ? Panel::number($n)->authority : '';
        }
        file_put_contents($bundle, $authorities);
        $options = ['-d', 'extension=' . Workshop::extension()];
        $settings = [
            "virtfusion_direct.cafile={$bundle}",
            "virtfusion_direct.cache_dir={$this->cache}",
            'virtfusion_direct.timeout=2',
            'virtfusion_direct.connect_timeout=2',
            'error_log=' . $this->errorLog(),
            'log_errors=1',
            'zend.assertions=1',
            ...$settings,
        ];
        foreach ($settings as $setting) {
            array_push($options, '-d', $setting);
        }

        return [PHP_BINARY, ...$options];
    }

    /** @return list<string> PHP as it is without the extension */
    protected function phpWithoutExtension(): array
    {
        return [PHP_BINARY, '-d', 'error_log=' . $this->errorLog(), '-d', 'log_errors=1'];
    }

    protected function errorLog(): string
    {
        return "{$this->cache}.errors";
    }

    protected function errors(): string
    {
        return is_file($this->errorLog()) ? (string) file_get_contents($this->errorLog()) : '';
    }

    /** Runs code inside the shop, in a new process, and returns its result. */
    protected function inShop(string $code): mixed
    {
        return $this->shop->php($this->php(), $code);
    }

    /** Starts code inside the shop without waiting for it to end. */
    protected function start(string $code, string ...$settings): Process
    {
        $command = dirname(__DIR__, 3) . '/doubles/whmcs/command.php';

        return Process::start([...$this->php(...$settings), $command, $this->shop->root], $code);
    }

    protected function waitUntil(callable $ready): void
    {
        $until = microtime(true) + 15;
        while (!$ready()) {
            self::assertLessThan($until, microtime(true), 'waited too long');
            usleep(20000);
        }
    }

    /** Code for inShop(), with the addon's clock this many seconds ahead. */
    protected static function later(int $seconds, string $code): string
    {
        return 'require_once ' . var_export(__DIR__ . '/MovedClock.php', true) . ';'
            . " WHMCS\\Module\\Addon\\VirtfusionStock\\Shop\\Shop::begin(new VirtFusionStockTests\\MovedClock({$seconds})); {$code}";
    }

    /** @return array<int, int|null> */
    protected function recalculate(): array
    {
        return $this->inShop(self::ALL);
    }

    protected function recalculateOne(int $product): ?int
    {
        return $this->inShop(
            "return (new WHMCS\\Module\\Server\\VirtFusionDirect\\StockControl())->recalculateForProduct({$product});"
        );
    }

    /** @param array<string, mixed> $vars */
    protected function hook(string $point, array $vars = []): void
    {
        $this->inShop(self::hookCode($point, $vars));
    }

    /** A module action's hook for a service of the product. */
    protected function event(string $point, int $product, array $params = []): void
    {
        $this->hook($point, self::eventVars($product, $params));
    }

    /** @param array<string, mixed> $vars */
    protected static function hookCode(string $point, array $vars = []): string
    {
        return "run_hook('{$point}', " . var_export($vars, true) . '); return null;';
    }

    /**
     * @param array<string, mixed> $params
     * @return array<string, mixed>
     */
    protected static function eventVars(int $product, array $params = []): array
    {
        return ['params' => $params + [
            'serviceid' => 0,
            'addonId' => 0,
            'pid' => $product,
            'moduletype' => 'VirtFusionDirect',
            'password' => 'a-client-password',
            'serverpassword' => Panel::TOKEN,
        ]];
    }

    /** Lets the limit of events pass, as 30 seconds would. */
    protected function passEventLimit(): void
    {
        $this->inShop('WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->limits()->release("event"); return null;');
    }

    protected function quantity(int $product): int
    {
        return $this->catalogue->quantity($product);
    }

    /** The product's row in mod_virtfusion_stock, with its report in mod_virtfusion_stock_report, if that is a large one. */
    protected function entry(int $product): ?object
    {
        return Capsule::table('mod_virtfusion_stock as ledger')
            ->leftJoin('mod_virtfusion_stock_report as reports', 'reports.product_id', '=', 'ledger.product_id')
            ->where('ledger.product_id', $product)
            ->first(['ledger.*', 'reports.report as report_there', 'reports.state as report_state']);
    }

    protected function state(): object
    {
        return Capsule::table('mod_virtfusion_stock_state')->first();
    }

    /** When the next sweep is due at the latest, in seconds since the epoch; null if no moment is known. */
    protected function dueAt(): ?int
    {
        $text = $this->state()->due_at;

        return $text === null ? null : (int) strtotime("{$text} UTC");
    }

    protected function isOwed(): bool
    {
        return (int) $this->state()->requested > (int) $this->state()->settled;
    }

    /** @return list<array<string, mixed>> the summaries of the sweeps in the Module Log */
    protected function sweeps(): array
    {
        return Capsule::table('tblmodulelog')->where('action', 'recalculate')->orderBy('id')->pluck('response')
            ->map(static fn (string $json): array => json_decode($json, true))->all();
    }

    /** @return array<string, int> a sweep's summary */
    protected static function figures(
        int $total,
        int $updated = 0,
        int $unchanged = 0,
        int $zeroed = 0,
        int $skipped = 0,
    ): array {
        return compact('total', 'updated', 'unchanged', 'zeroed', 'skipped');
    }

    /** @return list<string> */
    protected function activity(): array
    {
        return Capsule::table('tblactivitylog')->orderBy('id')->pluck('description')->all();
    }

    /** @return list<string> activity lines that tell of a failure */
    protected function troubles(): array
    {
        return array_values(array_filter(
            $this->activity(),
            static fn (string $line): bool => str_contains($line, ' failed: '),
        ));
    }

    /** Everything that the shop has logged or stored about stock, as one text. */
    protected function everythingWritten(): string
    {
        $tables = ['tblmodulelog', 'tblactivitylog', 'mod_virtfusion_stock', 'mod_virtfusion_stock_state'];

        return $this->errors() . json_encode(array_map(
            static fn (string $table): array => Capsule::table($table)->get()->all(),
            $tables,
        ));
    }

    /** @return array<string, mixed> */
    protected static function world(): array
    {
        return [
            'packages' => ['3' => self::package()],
            'groups' => ['5' => [self::host(11, 10240)], '6' => [self::host(21, 20480)]],
        ];
    }

    /**
     * @param array<string, mixed> $fields
     * @return array<string, mixed>
     */
    protected static function package(array $fields = []): array
    {
        return $fields + ['memory' => 1024, 'cpuCores' => 1, 'primaryStorage' => 10, 'primaryStorageProfile' => 0];
    }

    /**
     * A hypervisor that is limited by its memory.
     *
     * @param array<string, mixed> $fields
     * @return array<string, mixed>
     */
    protected static function host(int $id, int $memory, array $fields = []): array
    {
        return $fields + [
            'id' => $id,
            'name' => "hv-{$id}",
            'memory' => [$memory, 0],
            'cpu' => [1000, 0],
            'storage' => [100000, 0],
            'servers' => [0, 0],
            'ipv4' => 5000,
        ];
    }
}
