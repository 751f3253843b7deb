<?php

/*
 * The key of a rate limit that holds over all processes of a shop. Two shops of one user on one machine share the store
 * of limits, and must not share the limits.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Database\Capsule;

final class SharedLimit
{
    public static function key(string $name): string
    {
        $connection = Capsule::connection();
        $shop = implode('|', [
            (string) $connection->getConfig('host'),
            (string) $connection->getConfig('port'),
            (string) $connection->getConfig('unix_socket'),
            $connection->getDatabaseName(),
        ]);

        return 'stock:' . substr(hash('sha256', $shop), 0, 12) . ":{$name}";
    }
}
