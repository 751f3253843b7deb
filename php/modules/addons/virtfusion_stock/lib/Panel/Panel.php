<?php

/*
 * A server row that is a VirtFusion panel. Its token is decrypted when the panel is used and is not kept: a dump of a panel shows no
 * token.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use InvalidArgumentException;
use Throwable;
use VirtFusionDirect\Module;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Panel
{
    private ?Module $module = null;

    public function __construct(
        public readonly int $id,
        public readonly string $name,
        private readonly string $hostname,
        private readonly Password $password,
    ) {
    }

    /** For logs and pages. */
    public function label(): string
    {
        return "server #{$this->id} " . Text::line($this->name, 60);
    }

    /** @throws InvalidArgumentException if the server's hostname cannot be used; the message says why */
    public function url(): string
    {
        return Hostname::url($this->hostname);
    }

    /** @throws InvalidArgumentException if the server's hostname or password cannot be used; the message says why */
    public function module(): Module
    {
        if ($this->module === null) {
            $url = $this->url();
            $token = $this->password->decrypt();
            try {
                $this->module = new Module($url, $token);
            } catch (Throwable $refused) {
                throw new InvalidArgumentException(Text::line($refused->getMessage()));
            }
        }

        return $this->module;
    }

    /**
     * Tests the panel's address and token.
     *
     * @return string what is wrong, blank if nothing is
     */
    public function check(): string
    {
        try {
            $answer = $this->module()->testConnection();
        } catch (InvalidArgumentException $unusable) {
            return Text::line($unusable->getMessage(), 500);
        }

        return $answer['success'] ? '' : Text::line($answer['error'], 500);
    }
}
