<?php

/*
 * What hosting companies take away: functions that they disable, and the limits that they set. The shop goes on without, or says what is
 * missing; no quantity becomes wrong.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use WHMCS\Database\Capsule;
use WhmcsStandIn\Process;

final class DisabledFunctionsTest extends ShopTestCase
{
    /** Functions that hosting companies disable, and WHMCS runs without. */
    private const DISABLED = [
        'exec', 'shell_exec', 'system', 'passthru', 'popen', 'pclose', 'proc_open', 'proc_close', 'proc_get_status', 'proc_terminate', 'proc_nice',
        'escapeshellarg', 'escapeshellcmd', 'dl', 'mail', 'syslog', 'openlog', 'error_log', 'php_uname', 'phpinfo', 'phpversion', 'php_sapi_name',
        'php_ini_loaded_file', 'sys_getloadavg', 'gethostname', 'gethostbyname', 'dns_get_record', 'getmypid', 'getmyuid', 'getmyinode',
        'get_current_user', 'posix_getpwuid', 'posix_getuid', 'posix_geteuid', 'posix_getpid', 'posix_kill', 'posix_uname', 'posix_isatty',
        'getenv', 'putenv', 'getcwd', 'ini_get', 'ini_get_all', 'ini_alter', 'ini_restore', 'set_time_limit', 'ignore_user_abort',
        'connection_aborted', 'connection_status', 'register_shutdown_function', 'fastcgi_finish_request', 'litespeed_finish_request', 'flush',
        'flock', 'tempnam', 'tmpfile', 'symlink', 'link', 'readlink', 'chmod', 'chown', 'chgrp', 'umask', 'disk_free_space', 'disk_total_space',
        'highlight_file', 'show_source', 'php_strip_whitespace', 'parse_ini_file', 'fsockopen', 'pfsockopen', 'stream_socket_client',
        'stream_socket_server', 'stream_isatty', 'sleep', 'usleep', 'time_nanosleep', 'curl_exec', 'curl_multi_exec', 'opcache_reset',
        'opcache_get_status', 'opcache_invalidate', 'gc_collect_cycles', 'session_write_close', 'debug_zval_refcount',
    ];

    private const RELEASE = 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->limits()->release("event"); ';
    private const OWE = 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->pendingSweep()->owe();';
    private const CRON = 'run_hook("AfterCronJob"); return null;';

    private const PAGE = '/admin/addonmodules.php?module=virtfusion_stock';

    public function testEveryCallOfSuchAFunctionIsGuarded(): void
    {
        $unguarded = [];
        $files = new RecursiveDirectoryIterator("{$this->shop->root}/modules/addons/virtfusion_stock", FilesystemIterator::SKIP_DOTS);
        foreach (new RecursiveIteratorIterator($files) as $file) {
            // The ticker runs with -n, without php.ini.
            if (!in_array($file->getExtension(), ['php', ''], true) || in_array($file->getFilename(), ['ticker.php', '.htaccess'], true)) {
                continue;
            }
            $source = (string) file_get_contents($file->getPathname());
            foreach (self::calls($source) as $function) {
                if (in_array($function, self::DISABLED, true) && !str_contains($source, "function_exists('{$function}')")) {
                    $unguarded[] = "{$function} in {$file->getFilename()}";
                }
            }
        }

        self::assertSame([], $unguarded);
    }

    public function testEventsAndTheCronWorkWithoutEachOfThem(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $wrong = [];
        foreach (self::DISABLED as $n => $function) {
            $this->panel->group(5, [self::host(11, 10240 * (1 + $n % 2))]);
            $this->shop->php(
                $this->php("disable_functions={$function}"),
                self::RELEASE . self::hookCode('AfterModuleTerminate', self::eventVars($product)),
            );
            if ($function === 'register_shutdown_function') {
                // What would run after the response is left to the cron.
                self::assertTrue($this->isOwed());
                $this->shop->php($this->php("disable_functions={$function}"), self::hookCode('AfterCronJob'));
            }
            if ($this->quantity($product) !== 9 * (1 + $n % 2) || $this->isOwed()) {
                $wrong[] = $function;
            }
        }

        self::assertSame([], $wrong);
        self::assertSame([], $this->troubles());
        self::assertSame('', $this->errors());
    }

    public function testEventsAndTheCronWorkWithoutAllOfThem(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $php = $this->php('disable_functions=' . implode(',', self::DISABLED));

        $this->shop->php($php, self::hookCode('AfterModuleTerminate', self::eventVars($product)));
        self::assertTrue($this->isOwed());
        $this->shop->php($php, self::hookCode('AfterCronJob'));

        self::assertFalse($this->isOwed());
        self::assertSame(9, $this->quantity($product));
        self::assertSame([], $this->troubles());
        self::assertSame('', $this->errors());
    }

    public function testActivationWorksWithoutAllOfThem(): void
    {
        $answer = $this->shop->activate($this->php('disable_functions=' . implode(',', self::DISABLED)));

        self::assertSame('success', $answer['status'], $answer['description']);
    }

    public function testWithAFileSizeLimitOfZeroAndNoSharedCacheTheQuantityIsRight(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        // PHP itself does not survive a log file that it may not write to.
        [, $errors, $code] = $this->limited(['--fsize=0'], self::CRON, 'virtfusion_direct.cache_dir=/dev/null', 'error_log=');

        self::assertSame(0, $code, $errors);
        self::assertSame(9, $this->quantity($product));
        self::assertSame([], $this->troubles());
    }

    /** @dataProvider limits */
    public function testUnderALimitTheQuantityIsRightOrStaysAndIsOwed(string $limit, int $from, int $to, int $step): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $seen = [];
        for ($n = $from; $n <= $to; $n += $step) {
            Capsule::table('tblproducts')->where('id', $product)->update(['qty' => 4]);
            Capsule::table('mod_virtfusion_stock')->update(['failing_since' => null]);
            $this->inShop(self::OWE . ' return null;');
            $limit === 'memory_limit' ? $this->limited([], self::CRON, "memory_limit={$n}K") : $this->limited(["--{$limit}={$n}"], self::CRON);
            $quantity = $this->quantity($product);
            // A recalculation that ended without knowing the product is not owed; the cron looks at the product again.
            $again = $this->isOwed() || Capsule::table('mod_virtfusion_stock')->where('product_id', $product)->whereNotNull('failing_since')->exists();
            self::assertSame($quantity === 9 ? 'right' : 'again', $again ? 'again' : 'right', "{$limit} {$n}");
            $seen[$quantity] = true;
        }

        ksort($seen);
        self::assertSame([4, 9], array_keys($seen));
    }

    /** @return iterable<string, array{string, int, int, int}> */
    public static function limits(): iterable
    {
        yield 'open files' => ['nofile', 4, 40, 3];
        yield 'memory of the process' => ['as', 20_000_000, 420_000_000, 25_000_000];
        yield 'memory of PHP' => ['memory_limit', 2048, 8192, 512];
    }

    public function testEveryButtonAndTheCommandLineWorkWithoutAllOfThem(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $php = $this->php('disable_functions=' . implode(',', self::DISABLED));
        $web = Web::serve($this->shop->root, $php);
        $web->signIn('admin');

        $pages = [];
        foreach (['preview', 'check', 'recalculate'] as $action) {
            $pages[$action] = $web->post(self::PAGE, ['action' => $action, 'token' => $web->token, 'server' => '1'])->body;
            self::assertSame($action === 'recalculate' ? 9 : 4, $this->quantity($product), $action);
        }
        $json = $web->post(self::PAGE, ['action' => 'stockRecalculate', 'token' => $web->token])->json();
        $cart = $web->get("/cart.php?pid={$product}");
        $web->stop();
        foreach ($pages as $action => $page) {
            self::assertStringContainsString('</html>', $page, $action);
            self::assertStringNotContainsString('could not be shown', $page, $action);
        }
        self::assertSame(['success' => true, 'data' => [$product => 9]], $json);
        self::assertSame(200, $cart->status);
        $program = "{$this->shop->root}/modules/addons/virtfusion_stock/bin/stock";
        [$output, $errors, $code] = Process::start([...$php, $program, 'plan'])->finish();
        self::assertSame([0, ''], [$code, $errors], $output);
        self::assertSame([], $this->troubles());
        self::assertSame('', $this->errors());
    }

    /**
     * @param list<string> $limits as prlimit takes them
     * @return array{0: string, 1: string, 2: int} output, errors and exit code of code in the shop under limits
     */
    private function limited(array $limits, string $code, string ...$settings): array
    {
        $command = dirname(__DIR__, 2) . '/doubles/whmcs/command.php';
        $prefix = $limits === [] ? [] : ['prlimit', ...$limits];

        return Process::start([...$prefix, ...$this->php(...$settings), $command, $this->shop->root], $code)->finish();
    }

    /**
     * The functions that a file calls by name.
     *
     * @return list<string>
     */
    private static function calls(string $source): array
    {
        $tokens = array_values(array_filter(
            token_get_all($source),
            static fn ($token): bool => !is_array($token) || !in_array($token[0], [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT], true),
        ));
        $calls = [];
        foreach ($tokens as $n => $token) {
            $isName = is_array($token) && in_array($token[0], [T_STRING, T_NAME_FULLY_QUALIFIED], true) && ($tokens[$n + 1] ?? null) === '(';
            $before = is_array($tokens[$n - 1] ?? null) ? $tokens[$n - 1][0] : null;
            $isMethod = in_array($before, [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_NEW], true);
            if ($isName && !$isMethod) {
                $calls[] = strtolower(ltrim($token[1], '\\'));
            }
        }

        return $calls;
    }
}
