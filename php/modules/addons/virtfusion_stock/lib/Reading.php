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

    /**
     * @param string|null $state stands for what the report says; null when the quantity is not known
     * @param array<string, mixed>|null $report as the extension's explain() gives it; null when it was not asked, or
     *     when the ledger's report of the same state still holds
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
     * @param array<string, mixed> $product a row of tblproducts
     * @param array<string, mixed>|null $finding as the extension's survey() gives it
     * @param int $largest the largest quantity that is published
     */
    public static function fromFinding(array $product, ?array $finding, int $largest, Panel $panel): self
    {
        $quantity = $finding['quantity'] ?? null;

        return new self(
            (int) $product['id'],
            (string) $product['name'],
            (int) $product['qty'],
            is_int($quantity) ? max(0, min($quantity, $largest)) : null,
            (string) ($finding['reason'] ?? 'no_report'),
            isset($finding['error']) ? Text::line((string) $finding['error'], 500) : null,
            $finding['state'] ?? null,
            $finding['report'] ?? null,
            $panel->label(),
            $largest,
            isset($finding['report']['cause']) ? (string) $finding['report']['cause'] : null,
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
            null,
            $panel?->label(),
        );
    }

    /** As the ledger keeps the state: the same report under another largest quantity is another reading. */
    public function recordedState(): ?string
    {
        return $this->state === null ? null : "{$this->state}/{$this->largest}";
    }

    /** @return string|null the extension's state, when the recorded one was taken under this largest quantity */
    public static function stateUnder(?string $recorded, int $largest): ?string
    {
        [$state, $under] = explode('/', (string) $recorded, 2) + ['', ''];

        return $state !== '' && $under === (string) $largest ? $state : null;
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
