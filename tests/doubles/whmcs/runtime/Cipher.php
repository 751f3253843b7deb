<?php

/*
 * Passwords at rest, as tblservers has them: the same text never encrypts to the same bytes twice, and
 * what was not encrypted with this shop's key decrypts to nothing.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

final class Cipher
{
    public static function encrypt(string $text, string $key): string
    {
        $nonce = random_bytes(12);
        $tag = '';
        $secret = openssl_encrypt($text, 'aes-256-gcm', self::key($key), OPENSSL_RAW_DATA, $nonce, $tag);

        return base64_encode($nonce . $tag . $secret);
    }

    public static function decrypt(string $text, string $key): string
    {
        $bytes = base64_decode($text, true);
        if ($bytes === false || strlen($bytes) < 28) {
            return '';
        }
        $plain = openssl_decrypt(
            substr($bytes, 28),
            'aes-256-gcm',
            self::key($key),
            OPENSSL_RAW_DATA,
            substr($bytes, 0, 12),
            substr($bytes, 12, 16),
        );

        return $plain === false ? '' : $plain;
    }

    private static function key(string $key): string
    {
        return hash('sha256', $key, true);
    }
}
