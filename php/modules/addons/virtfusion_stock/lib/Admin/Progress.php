<?php

/*
 * How far a recalculation is that an admin has started: kept in the database, for the page that shows it. What it
 * says is true also when the process ended before its end.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use UnexpectedValueException;
use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Report\Record;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Lock;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Step;
use WHMCS\Module\Addon\VirtfusionStock\Tables;

final class Progress
{
    public static function note(Step $step): void
    {
        self::store($step);
    }

    public static function end(): void
    {
        self::store(new Step(Step::ENDED));
    }

    public static function read(): Step
    {
        $json = Tables::mended(static fn (): mixed => Capsule::table(Tables::STATE)->where('id', 1)->value('progress'));
        $stored = is_string($json) ? json_decode($json, true) : null;
        try {
            $record = Record::of($stored);
            $step = new Step(
                $record->text('phase'),
                $record->int('done'),
                $record->int('all'),
                $record->textOrNull('panel'),
                $record->int('about'),
            );
        } catch (UnexpectedValueException) {
            return new Step(Step::ENDED);
        }

        return $step->isRunning() && Lock::isFree() ? new Step(Step::BROKEN, $step->done, $step->all) : $step;
    }

    private static function store(Step $step): void
    {
        $json = json_encode(get_object_vars($step), JSON_INVALID_UTF8_SUBSTITUTE);
        Tables::mended(static fn (): int => Capsule::table(Tables::STATE)
            ->where('id', 1)->update(['progress' => $json]));
    }
}
