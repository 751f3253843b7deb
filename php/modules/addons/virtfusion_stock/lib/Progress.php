<?php

/*
 * How far a recalculation is that an admin has started: kept in the database, for the page that shows it. What it
 * says is true also when the process ended before its end.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use WHMCS\Database\Capsule;

final class Progress
{
    /** @param array<string, mixed> $step as Measurement tells it */
    public static function note(array $step): void
    {
        self::store($step + ['at' => time()]);
    }

    public static function end(): void
    {
        self::store(['phase' => 'ended', 'at' => time()]);
    }

    /** @return array<string, mixed> `phase` is asking, writing, ended or broken */
    public static function read(): array
    {
        $json = Tables::mended(static fn (): mixed => Capsule::table(Tables::STATE)->where('id', 1)->value('progress'));
        $step = json_decode((string) $json, true);
        if (!is_array($step)) {
            return ['phase' => 'ended', 'at' => 0];
        }
        if ($step['phase'] !== 'ended' && Lock::isFree()) {
            $step['phase'] = 'broken';
        }

        return $step;
    }

    /** @param array<string, mixed> $step */
    private static function store(array $step): void
    {
        $json = json_encode($step, JSON_INVALID_UTF8_SUBSTITUTE);
        Tables::mended(static fn (): int => Capsule::table(Tables::STATE)
            ->where('id', 1)->update(['progress' => $json]));
    }
}
