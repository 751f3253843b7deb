<?php

/*
 * A server's stored password, decrypted: the panel's token. It must never reach a message or a log.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use InvalidArgumentException;
use SensitiveParameter;
use Throwable;

final class Password
{
    /** @throws InvalidArgumentException when nothing usable comes out */
    public static function decrypt(#[SensitiveParameter] ?string $stored): string
    {
        if ((string) $stored === '') {
            throw new InvalidArgumentException('it has no password: enter the panel\'s API token there');
        }
        foreach (['decryptDirectly', 'decryptByApi'] as $way) {
            try {
                $token = trim(self::$way((string) $stored));
            } catch (Throwable) {
                continue;
            }
            if (preg_match('/^[\x21-\x7E]+$/D', $token) === 1) {
                return $token;
            }
        }

        throw new InvalidArgumentException('its password does not decrypt: enter the panel\'s API token there again');
    }

    private static function decryptDirectly(#[SensitiveParameter] string $stored): string
    {
        return function_exists('decrypt') ? (string) \decrypt($stored) : '';
    }

    private static function decryptByApi(#[SensitiveParameter] string $stored): string
    {
        if (!function_exists('localAPI')) {
            return '';
        }
        $answer = \localAPI('DecryptPassword', ['password2' => $stored]);

        return (string) ($answer['password'] ?? '');
    }
}
