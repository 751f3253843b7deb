<?php

/*
 * What was known of a product from one moment on: one row of the history. Its quantity is known, or there is the reason why not.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\History;

use VirtFusionDirect\StockControl;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Report\Report;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Moment;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/** @phpstan-import-type Report from StockControl as ReportArray */
final class Sample
{
    /** The reason of a time in which nobody looked. */
    public const NOT_LOOKED = 'not_looked';

    public function __construct(
        /** Seconds since the epoch. */
        public readonly int $at,
        /** How many servers the panel has room for, without what is on order; null: no limit, or not known. */
        public readonly ?int $fits,
        /** How many of them are on order. */
        public readonly ?int $held,
        /** The quantity for the shop; null if it is not known. */
        public readonly ?int $published,
        public readonly string $reason,
        /** The resource that limits most hypervisors; null if none does. */
        public readonly ?string $limit,
        /** Whether the quantity was only computed, and not written to the shop. */
        public readonly bool $isPreview,
    ) {
    }

    /**
     * @param self|null $last what was known before; a reading without a report relies on it
     */
    public static function ofReading(Reading $reading, int $at, bool $isPreview, ?self $last): self
    {
        if ($reading->quantity === null) {
            return self::unknown($at, $reading->reason);
        }
        $report = $reading->report;
        if ($report === null) {
            return new self($at, $last?->fits, $last?->held, $reading->quantity, $reading->reason, $last?->limit, $isPreview);
        }
        $fits = $report['fits'] === PHP_INT_MAX ? null : $report['fits'];

        return new self($at, $fits, $report['held'], $reading->quantity, $reading->reason, self::highest(self::limits($report)), $isPreview);
    }

    /** @param Entry $entry of a product that could be read the last time, with its summary */
    public static function ofEntry(Entry $entry, bool $isPreview): self
    {
        $summary = $entry->summary;

        return new self(
            (int) $entry->knownAt,
            $summary?->fits === PHP_INT_MAX ? null : $summary?->fits,
            $summary?->held,
            $entry->quantity,
            $entry->reason,
            $summary === null ? null : self::highest(self::limitsOf($summary)),
            $isPreview,
        );
    }

    public static function unknown(int $at, string $reason): self
    {
        return new self($at, null, null, null, $reason, null, false);
    }

    /** @param object $row of mod_virtfusion_stock_history */
    public static function ofRow(object $row): self
    {
        $int = static fn (mixed $value): ?int => $value === null ? null : (int) $value;

        return new self(
            (int) Moment::seconds((string) $row->at),
            $int($row->fits),
            $int($row->held),
            $int($row->published),
            (string) $row->reason,
            $row->limited_by === null ? null : (string) $row->limited_by,
            (int) $row->preview === 1,
        );
    }

    /** @return array<string, int|string|null> its row */
    public function row(int $product): array
    {
        return [
            'product_id' => $product,
            'at' => Moment::text($this->at),
            'fits' => $this->fits,
            'held' => $this->held,
            'published' => $this->published,
            'reason' => $this->reason,
            'limited_by' => $this->limit,
            'preview' => (int) $this->isPreview,
        ];
    }

    public function isKnown(): bool
    {
        return $this->published !== null;
    }

    /** How many can still be sold, however few of them the shop shows; null: no limit, or not known. */
    public function available(): ?int
    {
        return $this->fits === null ? null : max(0, $this->fits - (int) $this->held);
    }

    /** Whether it says the same, at whatever time. */
    public function says(self $other): bool
    {
        $says = array_diff_key(get_object_vars($this), ['at' => 1]);

        return $says === array_diff_key(get_object_vars($other), ['at' => 1]);
    }

    /**
     * @param ReportArray $report
     * @return array<string, int> hypervisors by the resource that limits them
     */
    private static function limits(array $report): array
    {
        $limits = [];
        foreach ($report['groups'] as $group) {
            foreach ($group['hypervisors'] as $host) {
                $limit = $group['limited_by'] === 'ipv4' && $host['eligible'] ? 'ipv4' : $host['limited_by'];
                if ($limit !== null) {
                    $limits[$limit] = ($limits[$limit] ?? 0) + 1;
                }
            }
        }

        return $limits;
    }

    /** @return array<string, int> the same, of a stored report */
    private static function limitsOf(Report $report): array
    {
        $limits = [];
        foreach ($report->groups as $group) {
            $counts = $group->limitedBy === 'ipv4' ? ['ipv4' => $group->counts->eligible] : $group->counts->limitedBy;
            foreach ($counts as $limit => $n) {
                $limits[$limit] = ($limits[$limit] ?? 0) + $n;
            }
        }

        return $limits;
    }

    /**
     * @param array<string, int> $limits
     * @return string|null of several that limit as many, always the same one
     */
    private static function highest(array $limits): ?string
    {
        ksort($limits);
        arsort($limits);

        return array_key_first($limits);
    }
}
