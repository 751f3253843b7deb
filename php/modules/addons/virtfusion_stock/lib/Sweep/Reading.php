<?php

/*
 * What one sweep found out about one product. A quantity of null is not known, which is neither 0 nor an
 * answer: the shop's number stays as it is.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use VirtFusionDirect\StockControl;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panel;
use WHMCS\Module\Addon\VirtfusionStock\Report\BoundedReport;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

/**
 * @phpstan-import-type Finding from StockControl
 * @phpstan-import-type Report from StockControl
 */
final class Reading
{
    /** Whether this reading changed tblproducts. */
    public bool $written = false;

    /**
     * @param string|null $state stands for what the report says; null when the quantity is not known
     * @param Report|null $report null when it was not asked, or when the ledger's report of the same state still holds
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
        /** The kind of failure behind an error, as the report names it. */
        public readonly ?string $cause = null,
    ) {
    }

    /**
     * @param Finding|null $finding
     * @param int $largest the largest quantity that is published
     */
    public static function of(Product $product, ?array $finding, int $largest, Panel $panel): self
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
        );
    }

    /** As the ledger keeps the state: the same report under another largest quantity, or kept otherwise, is another one. */
    public function recordedState(): ?string
    {
        return $this->state === null ? null : "{$this->state}/" . self::circumstances($this->largest);
    }

    /** @return string|null the extension's state, when the recorded one was taken under this largest quantity */
    public static function stateUnder(?string $recorded, int $largest): ?string
    {
        [$state, $under] = explode('/', (string) $recorded, 2) + ['', ''];

        return $state !== '' && $under === self::circumstances($largest) ? $state : null;
    }

    private static function circumstances(int $largest): string
    {
        return "{$largest}/" . BoundedReport::VERSION;
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
