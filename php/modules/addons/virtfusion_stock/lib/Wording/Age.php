<?php

/*
 * How long ago something was, or how long it has lasted, in words.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

final class Age
{
    private const UNITS = ['days' => 86400, 'hours' => 3600, 'minutes' => 60];

    /**
     * As in "3 hours ago". Times are seconds since the epoch.
     *
     * @param int|null $then null: never
     */
    public static function words(Words $words, ?int $then, int $now): string
    {
        return $then === null ? $words->say('never') : self::of($words, 'age', $now - $then);
    }

    /** As in "3 hours". Times are seconds since the epoch. */
    public static function duration(Words $words, int $since, int $now): string
    {
        return self::of($words, 'duration', $now - $since);
    }

    private static function of(Words $words, string $key, int $seconds): string
    {
        foreach (self::UNITS as $unit => $length) {
            if ($seconds >= $length) {
                return $words->count("{$key}_{$unit}", intdiv($seconds, $length));
            }
        }

        return $words->say("{$key}_none");
    }
}
