<?php

/*
 * Why a product has the quantity that it has, and what to do about it: the sentences that the page, the widget and
 * the command line share. It computes nothing: the figures are the report's.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Explanation
{
    /** The quantity is known, and something can be sold. */
    public const PLACED = 'placed';
    /** The quantity is known to be 0. */
    public const SOLD_OUT = 'sold_out';
    /** The quantity is not known: the shop's number stays as it is. */
    public const LEFT_ALONE = 'left_alone';

    private const FAULTS = ['package_missing', 'package_disabled'];

    private function __construct(
        public readonly string $state,
        public readonly string $sentence,
        public readonly ?string $advice,
        /** Whether an admin has something to do. */
        public readonly bool $attention,
    ) {
    }

    /** What was found out just now. */
    public static function ofReading(Words $words, Reading $reading): self
    {
        $summary = $reading->report === null ? null : Digest::summary($reading->report);

        return self::make(
            $words,
            $reading->reason,
            $reading->error,
            $reading->cause,
            $reading->known() ? $reading->quantity : null,
            $summary,
        );
    }

    /** @param object|null $entry the ledger's row; null when the product was never looked at */
    public static function ofEntry(Words $words, ?object $entry): self
    {
        if ($entry === null) {
            return self::make($words, 'not_looked_at', null, null, null, null);
        }
        $failed = (int) $entry->failures > 0 || $entry->quantity === null;
        $summary = is_string($entry->summary ?? null) ? json_decode($entry->summary, true) : null;

        return self::make(
            $words,
            (string) $entry->reason,
            $entry->error,
            $entry->cause ?? null,
            $failed ? null : (int) $entry->quantity,
            is_array($summary) ? $summary : null,
        );
    }

    /** @param array<string, mixed>|null $summary as Digest makes it */
    private static function make(
        Words $words,
        string $reason,
        ?string $error,
        ?string $cause,
        ?int $quantity,
        ?array $summary,
    ): self {
        $state = $quantity === null ? self::LEFT_ALONE : ($quantity === 0 ? self::SOLD_OUT : self::PLACED);
        if ($reason === 'ok' && $summary !== null && $quantity !== null) {
            $limits = Limitation::words($words, $summary);
            $gone = in_array('group_missing', array_column($summary['groups'], 'reason'), true);
            $none = Limitation::nowhere($summary);
            $advice = match (true) {
                $gone => $words->say('group_group_missing_advice'),
                $quantity === 0 && $none => $words->say('advice_nowhere'),
                $quantity === 0 => $words->say('advice_no_room'),
                default => null,
            };

            return new self(
                $state,
                $quantity === 0 ? $words->say('no_room', ['limits' => $limits]) : $limits,
                $advice,
                $gone || ($quantity === 0 && $none),
            );
        }
        $sentence = $words->find("reason_{$reason}") ?? $words->say('reason_other', ['reason' => $reason]);
        $detail = $error === null || $error === '' ? '' : ': ' . self::detail($error);
        $advice = ($cause === null ? null : $words->find("cause_{$cause}_advice"))
            ?? $words->find("reason_{$reason}_advice")
            ?? $words->say('reason_other_advice');

        return new self(
            $state,
            $sentence . $detail,
            $advice,
            $state === self::LEFT_ALONE || in_array($reason, self::FAULTS, true),
        );
    }

    /** The error without what was asked where it is a group or a package: they are named by a word each. */
    private static function detail(string $error): string
    {
        $error = (string) preg_replace('~^GET /compute/hypervisors/groups/(\d+)/resources\S*: ~', 'group $1, ', $error);

        return (string) preg_replace('~^GET /packages/(\d+): ~', 'package $1, ', $error);
    }
}
