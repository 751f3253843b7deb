<?php

/*
 * Whether a POST comes from the shop's own pages and has WHMCS's token. On any failure it is refused.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Origin
{
    public function __construct(private Database $database)
    {
    }

    /** @return string|null the key of a sentence that says what is wrong; null if nothing is */
    public function complaint(): ?string
    {
        if (!$this->isOwn()) {
            return self::isWithheld() ? 'refused_withheld' : 'refused_origin';
        }
        if (!self::tokenIsGood()) {
            return 'refused_token';
        }

        return null;
    }

    private function isOwn(): bool
    {
        if (self::isWithheld()) {
            // Browsers set this header by themselves; no page can.
            return ($_SERVER['HTTP_SEC_FETCH_SITE'] ?? '') === 'same-origin';
        }
        $origin = (string) ($_SERVER['HTTP_ORIGIN'] ?? '');
        $from = self::authority($origin !== '' ? $origin : (string) ($_SERVER['HTTP_REFERER'] ?? ''));
        if ($from === null) {
            return false;
        }

        return $from === self::authority('https://' . ($_SERVER['HTTP_HOST'] ?? '')) || $from === $this->systemUrl();
    }

    /** Whether the browser does not say where the request comes from, as on a page with Referrer-Policy: no-referrer. */
    private static function isWithheld(): bool
    {
        $origin = $_SERVER['HTTP_ORIGIN'] ?? '';

        return $origin === 'null' || ($origin === '' && ($_SERVER['HTTP_REFERER'] ?? '') === '');
    }

    /** The shop's configured address: behind a proxy the Host header may name the proxy. */
    private function systemUrl(): ?string
    {
        try {
            $url = $this->database->table('tblconfiguration')->where('setting', 'SystemURL')->value('value');

            return self::authority((string) $url);
        } catch (Throwable) {
            return null;
        }
    }

    /** @return string|null host and port, the usual ports left out */
    private static function authority(string $url): ?string
    {
        $parts = parse_url($url);
        if (!is_array($parts) || !isset($parts['scheme'], $parts['host']) || isset($parts['user'])) {
            return null;
        }
        $port = $parts['port'] ?? null;

        return strtolower($parts['host']) . ($port === null || $port === 80 || $port === 443 ? '' : ":{$port}");
    }

    private static function tokenIsGood(): bool
    {
        $given = $_POST['token'] ?? null;
        if (!is_string($given) || $given === '') {
            return false;
        }
        $comparable = function_exists('generate_token');
        // Compared here first, because what check_token does with a bad token differs between versions of WHMCS.
        if ($comparable && !hash_equals((string) \generate_token('plain'), $given)) {
            return false;
        }
        if (!function_exists('check_token')) {
            return $comparable;
        }
        try {
            return \check_token('WHMCS.admin.default', true) !== false;
        } catch (Throwable) {
            return false;
        }
    }
}
