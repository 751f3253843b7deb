<?php

/*
 * How long ago something was, in words.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

final class Age
{
    private const UNITS = ['days' => 86400, 'hours' => 3600, 'minutes' => 60];

    /**
     * @param int|null $then seconds since the epoch, as is the present
     */
    public static function words(Words $words, ?int $then, ?int $now = null): string
    {
        if ($then === null) {
            return $words->say('never');
        }
        $seconds = ($now ?? time()) - $then;
        foreach (self::UNITS as $unit => $length) {
            if ($seconds >= $length) {
                return $words->count("age_{$unit}", intdiv($seconds, $length));
            }
        }

        return $words->say('age_none');
    }
}
