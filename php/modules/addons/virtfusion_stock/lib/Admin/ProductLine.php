<?php

/*
 * What the page shows of one product: the shop's quantity beside the ledger's entry.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Options;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Explanation;
use WHMCS\Module\Addon\VirtfusionStock\Wording\OrderWords;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class ProductLine
{
    /** Cron intervals after which a quantity is out of date. */
    private const STALE = 3;

    /**
     * @param list<int> $groups
     * @param list<string> $groupNames of the same
     * @param list<int> $withoutRoom
     */
    private function __construct(
        public readonly int $id,
        public readonly string $name,
        /** In the shop. */
        public readonly int $quantity,
        /** What the panel has room for, as last known; null if there was no reading yet. */
        public readonly ?int $known,
        /** Whether the panel has room without limit. */
        public readonly bool $isUnlimited,
        /** What it had room for before the last change. */
        public readonly ?int $previous,
        public readonly ?int $changedAt,
        public readonly ?int $knownAt,
        public readonly ?int $attemptedAt,
        public readonly int $failures,
        public readonly ?int $failingSince,
        public readonly array $groups,
        public readonly array $groupNames,
        /** The server of the panel; null if there is none. */
        public readonly ?int $panel,
        /** What orders that are not built yet take off its quantity. */
        public readonly int $held,
        /** The same in words; null if they take nothing. */
        public readonly ?string $onOrder,
        /** Services that no hypervisor has room for, among those on order. */
        public readonly array $withoutRoom,
        /** One of Explanation's. */
        public readonly string $state,
        public readonly string $sentence,
        public readonly ?string $advice,
        /** Whether an admin has something to do. */
        public readonly bool $attention,
        /** How many of the smallest and of the largest server there is room for; null if there is one size only. */
        public readonly ?string $range,
    ) {
    }

    public static function of(Words $words, Shop $shop, Product $product, ?Entry $entry): self
    {
        $panel = $shop->panels()->for($product)?->id;
        $words = $shop->groupNames()->in($words, $panel);
        $explanation = Explanation::ofEntry($words, $entry);
        $summary = $entry?->summary;
        $withoutRoom = $summary === null ? [] : $summary->withoutRoom();
        $isStale = $explanation->state !== Explanation::NOT_UPDATED && self::isOld($shop, $entry?->knownAt);

        return new self(
            $product->id,
            $product->name,
            $product->quantity,
            $entry?->quantity,
            $explanation->state === Explanation::PLACED && $entry?->summary?->isUnlimited() === true,
            $entry?->previous,
            $entry?->changedAt,
            $entry?->knownAt,
            $entry?->attemptedAt,
            $entry?->failures ?? 0,
            $entry?->failingSince,
            $product->groups(),
            array_map($words->group(...), $product->groups()),
            $panel,
            (int) $summary?->held,
            $summary === null ? null : (new OrderWords($words))->sum($summary),
            $withoutRoom,
            $explanation->state,
            $isStale ? $words->say('stale') . '. ' . $explanation->sentence : $explanation->sentence,
            $isStale ? $words->say('stale_advice') : $explanation->advice,
            $explanation->attention || $isStale || $withoutRoom !== [],
            self::range($words, $shop->settings()->text('option_size'), $entry),
        );
    }

    /** @param int|null $knownAt in seconds since the epoch */
    private static function isOld(Shop $shop, ?int $knownAt): bool
    {
        $age = $shop->clock->now() - (int) $knownAt;

        return $knownAt !== null && $age > self::STALE * $shop->settings()->whole('cron_interval') && $age > $shop->cronRuns()->patience();
    }

    private static function range(Words $words, string $published, ?Entry $entry): ?string
    {
        if ($entry === null || $entry->quantity === null || $entry->other === null) {
            return null;
        }
        $quantities = [$entry->quantity, $entry->other];
        [$smallest, $largest] = $published === Options::SMALLEST ? $quantities : array_reverse($quantities);

        return $words->say('size_range', ['smallest' => Words::number($smallest), 'largest' => Words::number($largest)]);
    }

    public function isNotUpdated(): bool
    {
        return $this->state === Explanation::NOT_UPDATED;
    }

    public function isSoldOut(): bool
    {
        return $this->state === Explanation::SOLD_OUT;
    }

    /** By how much the known quantity changed last; 0 if it never did. */
    public function change(): int
    {
        return $this->known === null || $this->previous === null ? 0 : $this->known - $this->previous;
    }

    /** How the last attempt ended. One that succeeded is as old as the quantity. */
    public function attempt(Words $words, int $now): string
    {
        return match (true) {
            $this->attemptedAt === null => $words->say('never'),
            $this->failures === 0 => $words->say('attempt_good'),
            default => $words->say($this->failures === 1 ? 'attempt_failed' : 'attempt_failed_again', [
                'age' => $words->age($this->attemptedAt, $now),
                'duration' => $words->duration($this->failingSince ?? $this->attemptedAt, $now),
            ]),
        };
    }

    /** The lowest first: not updated, then other faults, then sold out. */
    public function rank(): int
    {
        return match (true) {
            $this->isNotUpdated() => 0,
            $this->attention => 1,
            $this->isSoldOut() => 2,
            default => 3,
        };
    }
}
