<?php

/*
 * Tells the admin once a day which PHP lacks the extension: a cron with a PHP of its own, say, which nobody would notice. It never
 * throws.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\StateRow;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class MissingExtension
{
    private const PERIOD = 86400;

    public function __construct(private StateRow $row, private Tables $tables, private Clock $clock, private Journal $journal)
    {
    }

    public function report(): void
    {
        try {
            $now = $this->clock->now();
            $query = $this->row->query()->whereRaw('(lacking_at IS NULL OR lacking_at <= ?)', [Moment::text($now - self::PERIOD)]);
            $isFirst = $this->tables->repaired(fn (): bool => $this->row->changeIf($query, ['lacking_at' => Moment::text($now)]));
        } catch (Throwable) {
            // A database that cannot be written has a message of its own.
            return;
        }
        if ($isFirst) {
            $this->journal->activity(Extension::advice());
        }
    }
}
