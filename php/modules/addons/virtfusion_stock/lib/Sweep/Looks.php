<?php

/*
 * Moments at which the panels are asked again although nothing is known to have happened: a panel frees the room of a terminated
 * server some minutes after it was told to.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Looks
{
    /** The first moment that no sweep has served, as a column of a SELECT. */
    public const FIRST = '(SELECT MIN(look_at) FROM ' . Tables::LOOKS . ') AS look_at';

    private const AFTER_TERMINATION = [120, 360, 900];

    public function __construct(private Database $database, private Tables $tables, private Clock $clock)
    {
    }

    /** @return int the first of the moments, in seconds since the epoch */
    public function afterTermination(): int
    {
        $now = $this->clock->now();
        $rows = array_map(
            static fn (int $seconds): array => ['look_at' => Moment::text($now + $seconds)],
            self::AFTER_TERMINATION,
        );
        $this->tables->repaired(fn (): int => $this->database->table(Tables::LOOKS)->insertOrIgnore($rows));

        return $now + self::AFTER_TERMINATION[0];
    }

    /** @return int|null the first moment after this one, in seconds since the epoch */
    public function next(int $after): ?int
    {
        $next = $this->database->table(Tables::LOOKS)->where('look_at', '>', Moment::text($after))->min('look_at');

        return is_string($next) ? Moment::seconds($next) : null;
    }

    /** Removes the moments that a sweep has served. */
    public function remove(int $began): void
    {
        $this->database->table(Tables::LOOKS)->where('look_at', '<=', Moment::text($began))->delete();
    }
}
