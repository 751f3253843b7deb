<?php

/*
 * Rate limits over all processes of this shop. The store of limits may be shared with another shop of the same user, so every
 * key names the shop's database.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use VirtFusionDirect\RateLimit;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Limits
{
    private ?string $prefix = null;

    public function __construct(private Database $database)
    {
    }

    /**
     * @param int<1, max> $seconds
     * @return bool true once per name and period, false for every other call meanwhile
     */
    public function acquire(string $name, int $seconds): bool
    {
        return RateLimit::acquire($this->key($name), $seconds);
    }

    /** Ends the period now. */
    public function release(string $name): void
    {
        RateLimit::release($this->key($name));
    }

    private function key(string $name): string
    {
        return ($this->prefix ??= $this->prefix()) . $name;
    }

    private function prefix(): string
    {
        $connection = $this->database->connection();
        $shop = implode('|', [
            (string) $connection->getConfig('host'),
            (string) $connection->getConfig('port'),
            (string) $connection->getConfig('unix_socket'),
            $connection->getDatabaseName(),
        ]);

        return 'stock:' . substr(hash('sha256', $shop), 0, 12) . ':';
    }
}
