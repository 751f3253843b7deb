<?php

/*
 * Adds up counts of servers. Null means no limit, and so does a sum with a null in it. A sum above PHP_INT_MAX is PHP_INT_MAX.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Sum
{
    /** @param array<int, int|null> $counts each 0 or more, null for no limit */
    public static function of(array $counts): ?int
    {
        $sum = 0;
        foreach ($counts as $count) {
            if ($count === null) {
                return null;
            }
            $sum = $count > PHP_INT_MAX - $sum ? PHP_INT_MAX : $sum + $count;
        }

        return $sum;
    }
}
