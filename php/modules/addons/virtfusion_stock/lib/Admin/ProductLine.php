<?php

/*
 * What the page shows of one product: the shop's number beside what the ledger knows of it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Product;
use WHMCS\Module\Addon\VirtfusionStock\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Age;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Explanation;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

final class ProductLine
{
    /** Cron intervals after which a number is old. */
    private const STALE = 3;

    /** @param list<int> $groups */
    private function __construct(
        public readonly int $id,
        public readonly string $name,
        /** The shop's. */
        public readonly int $quantity,
        /** The panel's; null when it was never known. */
        public readonly ?int $known,
        /** Whether nothing limits what the panel has room for. */
        public readonly bool $isUnlimited,
        /** The panel's before the last change. */
        public readonly ?int $previous,
        public readonly ?int $changedAt,
        public readonly ?int $knownAt,
        public readonly ?int $attemptedAt,
        public readonly int $failures,
        public readonly ?int $failingSince,
        public readonly array $groups,
        /** One of Explanation's. */
        public readonly string $state,
        public readonly string $sentence,
        public readonly ?string $advice,
        /** Whether an admin has something to do. */
        public readonly bool $attention,
    ) {
    }

    public static function of(Words $words, Settings $settings, Product $product, ?Entry $entry): self
    {
        $explanation = Explanation::ofEntry($words, $entry);
        $knownAt = $entry?->knownAt;
        $isStale = $explanation->state !== Explanation::LEFT_ALONE && $knownAt !== null
            && time() - $knownAt > self::STALE * $settings->cronInterval;

        return new self(
            $product->id,
            $product->name,
            $product->quantity,
            $entry?->quantity,
            $explanation->state === Explanation::PLACED && $entry?->summary?->isUnlimited() === true,
            $entry?->previous,
            $entry?->changedAt,
            $knownAt,
            $entry?->attemptedAt,
            $entry?->failures ?? 0,
            $entry?->failingSince,
            $product->groups(),
            $explanation->state,
            $isStale ? $words->say('stale') . '. ' . $explanation->sentence : $explanation->sentence,
            $isStale ? $words->say('stale_advice') : $explanation->advice,
            $explanation->attention || $isStale,
        );
    }

    public function isLeftAlone(): bool
    {
        return $this->state === Explanation::LEFT_ALONE;
    }

    public function isSoldOut(): bool
    {
        return $this->state === Explanation::SOLD_OUT;
    }

    /** The panel's quantity against the one before; 0 when there was no other. */
    public function change(): int
    {
        return $this->known === null || $this->previous === null ? 0 : $this->known - $this->previous;
    }

    /** How the last attempt ended; one that succeeded is as old as the quantity. */
    public function attempt(Words $words): string
    {
        return match (true) {
            $this->attemptedAt === null => $words->say('never'),
            $this->failures === 0 => $words->say('attempt_good'),
            default => $words->say($this->failures === 1 ? 'attempt_failed' : 'attempt_failed_again', [
                'age' => Age::words($words, $this->attemptedAt),
                'times' => Words::number($this->failures),
                'since' => Age::words($words, $this->failingSince),
            ]),
        };
    }

    /** The least first: left alone, then other faults, then what is sold out. */
    public function rank(): int
    {
        return match (true) {
            $this->isLeftAlone() => 0,
            $this->attention => 1,
            $this->isSoldOut() => 2,
            default => 3,
        };
    }
}
