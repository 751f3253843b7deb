<?php

/*
 * Says why a product has its quantity, and what to do about it, for the page, the widget and the command line. It computes nothing:
 * the figures are the report's.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Report\BoundedReport;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Explanation
{
    /** The quantity is known and above 0. */
    public const PLACED = 'placed';
    /** The quantity is known to be 0. */
    public const SOLD_OUT = 'sold_out';
    /** The quantity is not known: the shop's stays as it is. */
    public const NOT_UPDATED = 'not_updated';

    private const FAULTS = ['package_missing', 'package_disabled'];

    private function __construct(
        public readonly string $state,
        public readonly string $sentence,
        public readonly ?string $advice,
        /** Whether an admin has something to do. */
        public readonly bool $attention,
    ) {
    }

    /** Of a reading that was just taken. */
    public static function ofReading(Words $words, Reading $reading): self
    {
        return self::make(
            $words,
            $reading->reason,
            $reading->error,
            $reading->cause,
            $reading->quantity,
            $reading->report === null ? null : Report::of(BoundedReport::summary($reading->report)),
        );
    }

    /** @param Entry|null $entry null if there was no attempt yet */
    public static function ofEntry(Words $words, ?Entry $entry): self
    {
        if ($entry === null) {
            return self::make($words, 'no_reading', null, null, null, null);
        }

        return self::make(
            $words,
            $entry->reason,
            $entry->error,
            $entry->cause,
            $entry->failures > 0 ? null : $entry->quantity,
            $entry->summary,
        );
    }

    private static function make(
        Words $words,
        string $reason,
        ?string $error,
        ?string $cause,
        ?int $quantity,
        ?Report $summary,
    ): self {
        $state = $quantity === null ? self::NOT_UPDATED : ($quantity === 0 ? self::SOLD_OUT : self::PLACED);
        if ($reason === 'ok' && $summary !== null && $quantity !== null) {
            return self::computed($words, $state, $summary);
        }
        $sentence = $words->find("reason_{$reason}") ?? $words->say('reason_other', ['reason' => $reason]);
        $detail = $error === null || $error === '' ? '' : ': ' . self::detail($words, $error);
        $advice = ($cause === null ? null : $words->find("cause_{$cause}_advice"))
            ?? $words->find("reason_{$reason}_advice")
            ?? $words->say('reason_other_advice');

        return new self(
            $state,
            $sentence . $detail,
            $advice,
            $state === self::NOT_UPDATED || in_array($reason, self::FAULTS, true),
        );
    }

    private static function computed(Words $words, string $state, Report $summary): self
    {
        $limits = Limitation::words($words, $summary)
            . ((int) $summary->held > 0 ? '; ' . $words->say('on_order_held', ['n' => Words::number((int) $summary->held)]) : '');
        $isSoldOut = $state === self::SOLD_OUT;
        $isNowhere = $isSoldOut && $summary->isNowhere();
        $advice = match (true) {
            $summary->hasMissingGroup() => $words->say('group_group_missing_advice'),
            $isNowhere => $words->say('advice_nowhere'),
            $isSoldOut => $words->say('advice_no_room'),
            default => null,
        };

        return new self(
            $state,
            $isSoldOut ? $words->say('no_room', ['limits' => $limits]) : $limits,
            $advice,
            $isNowhere || $summary->hasMissingGroup(),
        );
    }

    /** The error with a request for a group or a package named in words. */
    private static function detail(Words $words, string $error): string
    {
        $error = (string) preg_replace_callback(
            '~^GET /compute/hypervisors/groups/(\d+)/resources\S*: ~',
            static fn (array $found): string => $words->group((int) $found[1]) . ', ',
            $error,
        );

        return (string) preg_replace('~^GET /packages/(\d+): ~', 'package $1, ', $error);
    }
}
