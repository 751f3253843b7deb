<?php

/*
 * What a sweep found out about one product. A quantity of null is not known, which is not 0: the shop's quantity stays as it is.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use VirtFusionDirect\StockControl;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panel;
use WHMCS\Module\Addon\VirtfusionStock\Report\BoundedReport;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/**
 * @phpstan-import-type Finding from StockControl
 * @phpstan-import-type Report from StockControl
 */
final class Reading
{
    /** Whether this reading changed tblproducts. */
    public bool $written = false;

    /**
     * @param string|null $state identifies the content of the report; null if the quantity is not known
     * @param Report|null $report null if there is none, or if the ledger has a report of the same state
     */
    private function __construct(
        public readonly int $product,
        public readonly string $name,
        public readonly int $before,
        public readonly ?int $quantity,
        public readonly string $reason,
        public readonly ?string $error,
        public readonly ?string $state,
        public readonly ?array $report,
        public readonly ?string $panel,
        private readonly int $largest = 0,
        /** The kind of failure, one word of the extension's. */
        public readonly ?string $cause = null,
        /** The quantity at the other end of the sizes that can be ordered; null if there is one size only, or it is not known. */
        public readonly ?int $other = null,
        public readonly ?int $panelId = null,
    ) {
    }

    /**
     * @param Finding|null $finding
     * @param int $largest the largest quantity to publish
     */
    public static function of(Product $product, ?array $finding, int $largest, Panel $panel, ?int $other = null): self
    {
        $quantity = $finding['quantity'] ?? null;

        return new self(
            $product->id,
            $product->name,
            $product->quantity,
            $quantity === null ? null : max(0, min($quantity, $largest)),
            $finding['reason'] ?? 'no_report',
            isset($finding['error']) ? Text::line($finding['error'], 500) : null,
            $finding['state'] ?? null,
            $finding['report'] ?? null,
            $panel->label(),
            $largest,
            $finding['report']['cause'] ?? null,
            $quantity === null || $other === null ? null : max(0, min($other, $largest)),
            $panel->id,
        );
    }

    /** A product whose panel could not be asked. */
    public static function unknown(Product $product, string $reason, string $error, ?Panel $panel): self
    {
        return new self(
            $product->id,
            $product->name,
            $product->quantity,
            null,
            $reason,
            Text::line($error, 500),
            null,
            null,
            $panel?->label(),
            panelId: $panel?->id,
        );
    }

    /** The state as the ledger stores it, with what else the stored report depends on. */
    public function recordedState(): ?string
    {
        return $this->state === null ? null : "{$this->state}/" . self::circumstances($this->largest, $this->other);
    }

    /** @return string|null the extension's state, if the recorded one was taken with this largest and this other quantity */
    public static function stateUnder(?string $recorded, int $largest, ?int $other): ?string
    {
        [$state, $under] = explode('/', (string) $recorded, 2) + ['', ''];

        return $state !== '' && $under === self::circumstances($largest, $other === null ? null : min($other, $largest)) ? $state : null;
    }

    private static function circumstances(int $largest, ?int $other): string
    {
        return "{$largest}/" . BoundedReport::VERSION . ($other === null ? '' : "/{$other}");
    }

    public function known(): bool
    {
        return $this->quantity !== null;
    }

    public function differs(): bool
    {
        return $this->quantity !== null && $this->quantity !== $this->before;
    }
}
