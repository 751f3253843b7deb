<?php

/*
 * A server's stored password: the panel's token, encrypted by WHMCS. The token must never reach a message or a log.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use InvalidArgumentException;
use SensitiveParameter;
use Throwable;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Password
{
    public function __construct(#[SensitiveParameter] private string $stored)
    {
    }

    /** @throws InvalidArgumentException if it does not decrypt to a token */
    public function decrypt(): string
    {
        if ($this->stored === '') {
            throw new InvalidArgumentException('it has no password: enter the panel\'s API token there');
        }
        foreach ([$this->decryptDirectly(...), $this->decryptByApi(...)] as $decrypt) {
            try {
                $token = trim($decrypt());
            } catch (Throwable) {
                continue;
            }
            if (preg_match('/^[\x21-\x7E]+$/D', $token) === 1) {
                return $token;
            }
        }

        throw new InvalidArgumentException('its password does not decrypt: enter the panel\'s API token there again');
    }

    private function decryptDirectly(): string
    {
        return function_exists('decrypt') ? (string) \decrypt($this->stored) : '';
    }

    private function decryptByApi(): string
    {
        if (!function_exists('localAPI')) {
            return '';
        }
        $answer = \localAPI('DecryptPassword', ['password2' => $this->stored]);

        return (string) ($answer['password'] ?? '');
    }
}
