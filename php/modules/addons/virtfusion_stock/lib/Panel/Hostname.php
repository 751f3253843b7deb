<?php

/*
 * Turns the hostname column of tblservers into the panel's URL. A scheme, a port and a closing slash are accepted; anything that could
 * send a token elsewhere is rejected.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use InvalidArgumentException;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Hostname
{
    private const SHAPE = '~^(?:(?<scheme>https?)://)?'
        . '(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?<port>:\d{1,5})?/?$~iD';

    /** Plain HTTP is allowed only for a panel on the same machine. */
    private const LOOPBACK = '/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i';

    /**
     * @throws InvalidArgumentException if it is not the address of a host. The message says what is wrong without repeating the
     *     value, which may contain credentials
     */
    public static function url(?string $hostname): string
    {
        $hostname = trim((string) $hostname, " \t");
        if (preg_match(self::SHAPE, $hostname, $parts) !== 1) {
            throw new InvalidArgumentException('its hostname ' . self::complaint($hostname)
                . '; it should read like panel.example.com');
        }
        $port = $parts['port'] ?? '';
        if ($port !== '' && ((int) substr($port, 1) < 1 || (int) substr($port, 1) > 65535)) {
            throw new InvalidArgumentException('its hostname has a port that is not between 1 and 65535');
        }
        $plain = strtolower($parts['scheme']) === 'http' && preg_match(self::LOOPBACK, $parts['host']) === 1;

        return ($plain ? 'http' : 'https') . "://{$parts['host']}{$port}/api/v1";
    }

    private static function complaint(string $hostname): string
    {
        $rest = (string) preg_replace('~^[a-z][a-z0-9+.-]*://~i', '', $hostname);

        return match (true) {
            $hostname === '' => 'is blank',
            preg_match('/[\r\n]/', $hostname) === 1 => 'contains a line break',
            preg_match('/[\x00-\x20\x7F]/', $hostname) === 1 => 'contains a space or a control character',
            str_contains($rest, '@') => 'contains credentials',
            $rest !== $hostname && preg_match('~^https?://~i', $hostname) !== 1 => 'has a scheme other than https',
            str_contains($rest, '/') => 'contains a path',
            preg_match('/[?#]/', $rest) === 1 => 'contains a query or a fragment',
            preg_match('/[^\x21-\x7E]/', $hostname) === 1 => 'contains letters beyond ASCII (write it in its xn-- form)',
            default => 'is not the name of a host',
        };
    }
}
