<?php

/*
 * Converts between seconds since the epoch and the text of a DATETIME column in UTC.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use DateTimeImmutable;

final class Moment
{
    public static function text(int $seconds): string
    {
        return (new DateTimeImmutable("@{$seconds}"))->format('Y-m-d H:i:s');
    }

    /** @return int|null null when the column is null or not a date */
    public static function seconds(?string $text): ?int
    {
        $seconds = $text === null ? false : strtotime("{$text} UTC");

        return $seconds === false ? null : $seconds;
    }
}
