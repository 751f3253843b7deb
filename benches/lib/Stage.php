<?php

/*
 * A shop on MariaDB and a panel over TLS, in a temporary folder that is removed when this process ends. Both sides use the same
 * tables and the same panel; each has its own cache folder.
 */

declare(strict_types=1);

namespace VirtFusionBench;

use RuntimeException;
use VirtFusionStockTests\MariaDb;
use VirtFusionStockTests\Panel;
use VirtFusionStockTests\Workshop;
use WHMCS\Database\Capsule;
use WhmcsStandIn\Shop;

final class Stage
{
    public const SIDES = ['reference', 'extension'];

    public readonly Panel $panel;
    public readonly Shop $shop;

    private static int $stages = 0;

    private function __construct(public readonly string $folder)
    {
        mkdir($folder, 0700);
        $this->panel = Panel::number(1);
        file_put_contents("{$folder}/authority.pem", $this->panel->authority);
        $connection = Shop::mariadb(MariaDb::shared()->socket(), MariaDb::shared()->create());
        $this->shop = Shop::build("{$folder}/shop", $connection);
        $this->shop->catalogue->server($this->panel->hostname, Panel::TOKEN, ['active' => 1]);
    }

    /**
     * @param int $products the number of products
     * @param int $latency the latency of the panel, in milliseconds
     * @param bool $isEverywhere whether each product can be placed in every group; otherwise in one
     */
    public static function set(int $products, int $packages, int $groups, int $hypervisors, int $latency, bool $isEverywhere = true): self
    {
        $stage = new self(Workshop::folder() . '/stage-' . ++self::$stages);
        $stage->panel->holds(World::of($packages, $groups, $hypervisors) + ['latency_ms' => $latency]);
        $ids = [];
        for ($n = 0; $n < $products; $n++) {
            $ids[] = $stage->shop->catalogue->product("VPS {$n}", $n % $packages + 1, $n % $groups + 1);
        }
        if ($isEverywhere) {
            $choices = array_map(static fn (int $group): string => "{$group}|Location {$group}", range(1, $groups));
            $stage->shop->catalogue->option('Location', $ids, $choices);
        }
        $answer = $stage->shop->activate($stage->php('extension'));
        if ($answer['status'] !== 'success') {
            throw new RuntimeException("The addon was not activated: {$answer['description']}");
        }
        $stage->shop->catalogue->sinceFirstVersion();
        // As WHMCS is installed. Only the addon writes there.
        Capsule::table('tblconfiguration')->where('setting', 'ModuleDebugMode')->update(['value' => '']);

        return $stage;
    }

    /** Empties a side's cache and sets every quantity to a wrong value. */
    public function forget(string $side): void
    {
        Workshop::remove($this->cache($side));
        mkdir($this->cache($side), 0700);
        Capsule::table('tblproducts')->update(['qty' => -1]);
    }

    public function worker(string $side, string ...$settings): Worker
    {
        return new Worker([...$this->php($side, ...$settings), dirname(__DIR__) . '/worker.php', $side, $this->shop->root]);
    }

    /** The extension's is in memory, where it is by default. */
    public function cache(string $side): string
    {
        return $side === 'extension' && is_dir('/dev/shm')
            ? '/dev/shm/' . basename(dirname($this->folder)) . '-' . basename($this->folder)
            : "{$this->folder}/cache-{$side}";
    }

    /**
     * The command line of PHP with compiled scripts in opcache, as in a web server.
     *
     * @return list<string>
     */
    public function php(string $side, string ...$settings): array
    {
        $scripts = "{$this->folder}/scripts-{$side}";
        foreach ([$scripts, $this->cache($side)] as $folder) {
            is_dir($folder) || mkdir($folder, 0700);
        }
        $settings = [
            'opcache.enable_cli=1',
            'opcache.file_cache_only=1',
            "opcache.file_cache={$scripts}",
            'opcache.validate_timestamps=0',
            // A web server has the scripts in memory and computes no checksum of each.
            'opcache.file_cache_consistency_checks=0',
            // The shop's scripts were just written; by default opcache does not keep scripts younger than 2 seconds.
            'opcache.file_update_protection=0',
            "error_log={$this->folder}/errors.log",
            'log_errors=1',
            'display_errors=0',
            ...$settings,
        ];
        if ($side === 'extension') {
            array_push(
                $settings,
                'extension=' . Workshop::extension(),
                "virtfusion_direct.cafile={$this->folder}/authority.pem",
                "virtfusion_direct.cache_dir={$this->cache($side)}",
            );
        }
        $command = [PHP_BINARY];
        foreach ($settings as $setting) {
            array_push($command, '-d', $setting);
        }

        return $command;
    }

    /** The content of PHP's error log; empty if there was no error. */
    public function errors(): string
    {
        return is_file("{$this->folder}/errors.log") ? (string) file_get_contents("{$this->folder}/errors.log") : '';
    }

    public function clear(): void
    {
        MariaDb::shared()->drop(Capsule::connection()->getDatabaseName());
        Workshop::remove($this->folder);
        foreach (self::SIDES as $side) {
            Workshop::remove($this->cache($side));
        }
    }
}
