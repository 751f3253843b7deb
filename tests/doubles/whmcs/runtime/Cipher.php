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
        $nonce = random_bytes(SODIUM_CRYPTO_SECRETBOX_NONCEBYTES);

        return base64_encode($nonce . sodium_crypto_secretbox($text, $nonce, self::key($key)));
    }

    public static function decrypt(string $text, string $key): string
    {
        $bytes = base64_decode($text, true);
        if ($bytes === false || strlen($bytes) < SODIUM_CRYPTO_SECRETBOX_NONCEBYTES + SODIUM_CRYPTO_SECRETBOX_MACBYTES) {
            return '';
        }
        $nonce = substr($bytes, 0, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES);

        return (string) sodium_crypto_secretbox_open(substr($bytes, strlen($nonce)), $nonce, self::key($key));
    }

    private static function key(string $key): string
    {
        return hash('sha256', $key, true);
    }
}
