<?php

/*
 * Converts between seconds since the epoch and the text of a DATETIME column: in UTC for the addon's own tables, in PHP's time zone for
 * WHMCS's.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use DateTimeImmutable;
use DateTimeZone;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

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

    public static function localText(int $seconds): string
    {
        return (new DateTimeImmutable("@{$seconds}"))->setTimezone(new DateTimeZone(date_default_timezone_get()))
            ->format('Y-m-d H:i:s');
    }

    /** @return int|null null when it is not a date */
    public static function localSeconds(string $text): ?int
    {
        $seconds = strtotime($text);

        return $seconds === false ? null : $seconds;
    }
}
