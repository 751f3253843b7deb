<?php

/*
 * The progress of a recalculation that an admin started, kept in the database for the page that shows it. If the process ended early,
 * it says so.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use UnexpectedValueException;
use WHMCS\Module\Addon\VirtfusionStock\Report\Record;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Lock;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\StateRow;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Step;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Progress
{
    public function __construct(private StateRow $row, private Lock $lock)
    {
    }

    public function note(Step $step): void
    {
        $this->row->change(['progress' => json_encode(get_object_vars($step), JSON_INVALID_UTF8_SUBSTITUTE)]);
    }

    public function end(): void
    {
        $this->note(new Step(Step::ENDED));
    }

    public function read(): Step
    {
        $json = $this->row->read(['progress'])['progress'] ?? null;
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

        return $step->isRunning() && $this->lock->isFree() ? new Step(Step::BROKEN, $step->done, $step->all) : $step;
    }
}
