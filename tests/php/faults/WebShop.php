<?php

/*
 * Puts a test's shop behind nginx and PHP-FPM, whose workers are another user's.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use Fpm;

trait WebShop
{
    /**
     * @param string $page what cart.php of the shop is
     * @param array<string, string> $settings of php.ini
     */
    private function serveShop(string $page, int $workers, array $settings = []): Fpm
    {
        chmod(Workshop::folder(), 0755);
        copy($page, "{$this->shop->root}/cart.php");
        $folder = Workshop::folder() . '/fpm-' . bin2hex(random_bytes(4));
        mkdir($folder, 0755);
        chown($folder, Fpm::USER);
        $authority = "{$folder}/panel.pem";
        file_put_contents($authority, $this->panel->authority);

        return new Fpm($folder, $this->shop->root, $settings + [
            // What Debian's PHP loads by files, of what Illuminate and the addon use.
            'extension' => ['ctype', 'tokenizer', 'mbstring', 'curl', 'mysqlnd', 'pdo', 'pdo_mysql', Workshop::extension()],
            'zend_extension' => 'opcache',
            'virtfusion_direct.cafile' => $authority,
            'virtfusion_direct.cache_dir' => "{$folder}/cache",
        ], $workers);
    }

    /** @param callable(): bool $isTrue */
    private static function eventually(callable $isTrue, string $what, float $seconds = 60.0): void
    {
        $until = microtime(true) + $seconds;
        while (!$isTrue()) {
            self::assertLessThan($until, microtime(true), "{$what} did not happen");
            usleep(50_000);
        }
    }
}
