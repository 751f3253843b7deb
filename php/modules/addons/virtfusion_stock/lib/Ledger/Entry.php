<?php

/*
 * A product's row in the ledger. Columns that were not selected are null.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Ledger;

use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Entry
{
    /** Times are seconds since the epoch. */
    private function __construct(
        public readonly int $product,
        /** The last known quantity. */
        public readonly ?int $quantity,
        public readonly ?int $knownAt,
        /** The quantity before the last change. */
        public readonly ?int $previous,
        public readonly ?int $changedAt,
        public readonly ?int $attemptedAt,
        public readonly string $reason,
        public readonly ?string $error,
        public readonly ?string $cause,
        /** Failed attempts since the last successful one. */
        public readonly int $failures,
        public readonly ?int $failingSince,
        public readonly ?string $state,
        public readonly ?Report $summary,
        /** Whether its report is in the table of large reports. */
        public readonly bool $isReportApart,
        /** The quantity at the other end of the sizes that can be ordered. */
        public readonly ?int $other,
    ) {
    }

    /** @param object $row of mod_virtfusion_stock */
    public static function of(object $row): self
    {
        $columns = get_object_vars($row);
        $int = static fn (string $column): ?int => is_numeric($columns[$column] ?? null) ? (int) $columns[$column] : null;
        $text = static fn (string $column): ?string => isset($columns[$column]) ? (string) $columns[$column] : null;
        $moment = static fn (string $column): ?int => Moment::seconds($text($column));

        return new self(
            (int) $int('product_id'),
            $int('quantity'),
            $moment('known_at'),
            $int('previous_quantity'),
            $moment('changed_at'),
            $moment('attempted_at'),
            (string) $text('reason'),
            $text('error'),
            $text('cause'),
            (int) $int('failures'),
            $moment('failing_since'),
            $text('state'),
            Report::read($text('summary')),
            $int('report_apart') === 1,
            $int('other_quantity'),
        );
    }

    /** Whether it says what the reading says. A reading without a report relies on the stored one. */
    public function says(Reading $reading): bool
    {
        return $reading->known() && $reading->report === null
            && $this->quantity === $reading->quantity
            && $this->reason === $reading->reason
            && $this->state === $reading->recordedState();
    }
}
