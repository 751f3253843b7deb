<?php

/*
 * How long ago something was, in words.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Age
{
    private const UNITS = ['day' => 86400, 'hour' => 3600, 'minute' => 60];

    /**
     * @param string|null $time UTC, as the ledger has it
     * @param int|null $now seconds since the epoch
     */
    public static function words(?string $time, ?int $now = null): string
    {
        $then = $time === null ? false : strtotime("{$time} UTC");
        if ($then === false) {
            return 'never';
        }
        $seconds = ($now ?? time()) - $then;
        foreach (self::UNITS as $unit => $length) {
            if ($seconds >= $length) {
                $count = intdiv($seconds, $length);

                return "{$count} {$unit}" . ($count === 1 ? '' : 's') . ' ago';
            }
        }

        return 'just now';
    }
}
