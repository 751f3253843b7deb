<?php

/*
 * Ends the response to the browser while PHP goes on working. Hosting companies disable functions, so each is called only where it
 * exists. On the command line there is no response, and nothing to end.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Response
{
    /** Seconds of PHP's own limit beyond the work's, for the database. */
    private const MARGIN = 60;

    /**
     * Calls back when the request's own work is done.
     *
     * @param callable(): void $work
     * @return bool false if this PHP cannot do that
     */
    public function after(callable $work): bool
    {
        if (!function_exists('register_shutdown_function')) {
            return false;
        }
        register_shutdown_function($work);

        return true;
    }

    /** Gives PHP time for work that takes this many seconds at the most. */
    public function allow(float $seconds): void
    {
        self::call('set_time_limit', (int) ceil($seconds) + self::MARGIN);
    }

    /** Closes the session, for which the visitor's next page waits, and lets the work go on if the browser goes away. */
    public function detach(): void
    {
        self::call('ignore_user_abort', true);
        if (function_exists('session_status') && session_status() === PHP_SESSION_ACTIVE) {
            self::call('session_write_close');
        }
    }

    public function finish(): void
    {
        $this->detach();
        if (in_array(PHP_SAPI, ['cli', 'phpdbg'], true)) {
            return;
        }
        foreach (['fastcgi_finish_request', 'litespeed_finish_request'] as $finish) {
            if (function_exists($finish)) {
                self::call($finish);

                return;
            }
        }
        while (function_exists('ob_end_flush') && ob_get_level() > 0 && @ob_end_flush()) {
            continue;
        }
        self::call('flush');
    }

    private static function call(string $function, mixed ...$arguments): void
    {
        if (function_exists($function)) {
            $function(...$arguments);
        }
    }
}
