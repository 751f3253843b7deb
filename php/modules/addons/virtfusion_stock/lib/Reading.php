<?php

/*
 * What one sweep found out about one product. A quantity of null is not known, which is neither 0 nor an
 * answer: the shop's number stays as it is.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Reading
{
    /** Whether this reading changed tblproducts. */
    public bool $written = false;

    /** @param array<string, mixed>|null $report as the extension's explain() gives it; null when it was not asked */
    private function __construct(
        public readonly int $product,
        public readonly string $name,
        public readonly int $before,
        public readonly ?int $quantity,
        public readonly string $reason,
        public readonly ?string $error,
        public readonly ?array $report,
        public readonly ?string $panel,
    ) {
    }

    /**
     * @param array<string, mixed> $product a row of tblproducts
     * @param array<string, mixed>|null $report
     * @param int $largest the largest quantity that is published
     */
    public static function fromReport(array $product, ?array $report, int $largest, Panel $panel): self
    {
        $quantity = $report['quantity'] ?? null;

        return new self(
            (int) $product['id'],
            (string) $product['name'],
            (int) $product['qty'],
            is_int($quantity) ? max(0, min($quantity, $largest)) : null,
            (string) ($report['reason'] ?? 'no_report'),
            isset($report['error']) ? Text::line((string) $report['error'], 500) : null,
            $report,
            $panel->label(),
        );
    }

    /**
     * A product whose panel could not be asked.
     *
     * @param array<string, mixed> $product a row of tblproducts
     */
    public static function unknown(array $product, string $reason, string $error, ?Panel $panel): self
    {
        return new self(
            (int) $product['id'],
            (string) $product['name'],
            (int) $product['qty'],
            null,
            $reason,
            Text::line($error, 500),
            null,
            $panel?->label(),
        );
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
