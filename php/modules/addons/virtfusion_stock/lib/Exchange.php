<?php

/*
 * Queries in one exchange with the database. To prepare a query and to run it are two with MySQL and MariaDB; here PDO puts
 * the values into the text, which is then as long as they are with their escapes. Not for large values.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use PDO;
use WHMCS\Database\Capsule;

final class Exchange
{
    /**
     * @template T
     * @param callable(): T $query
     * @return T
     */
    public static function once(callable $query): mixed
    {
        $connection = Capsule::connection();
        $pdo = $connection->getDriverName() === 'mysql' ? $connection->getPdo() : null;
        if (!$pdo instanceof PDO) {
            return $query();
        }
        $before = $pdo->getAttribute(PDO::ATTR_EMULATE_PREPARES);
        $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, true);
        try {
            return $query();
        } finally {
            $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, $before);
        }
    }
}
