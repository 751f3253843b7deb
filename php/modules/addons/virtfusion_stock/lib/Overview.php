<?php

/*
 * What the admin page shows of each stock-controlled product: the shop's number and the ledger's row. Three queries,
 * however many products there are; no report is read for it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Overview
{
    /** Cron intervals after which a number is old. */
    private const STALE = 3;

    /** @return list<array<string, mixed>> those that need attention first, then by id */
    public static function rows(Words $words, Settings $settings): array
    {
        $products = Products::controlled();
        $ledger = Ledger::all();
        $rows = [];
        foreach ($products as $id => $product) {
            $rows[] = self::make($words, $settings, $product, $ledger[$id] ?? null);
        }
        usort($rows, static fn (array $one, array $two): int => $two['attention'] <=> $one['attention']);

        return $rows;
    }

    /** @return array<string, mixed>|null null when it is no stock-controlled product */
    public static function row(Words $words, Settings $settings, int $id): ?array
    {
        $product = Products::controlledOne($id)[$id] ?? null;

        return $product === null ? null : self::make($words, $settings, $product, Ledger::one($id));
    }

    /**
     * @param array<string, mixed> $product
     * @return array<string, mixed>
     */
    private static function make(Words $words, Settings $settings, array $product, ?object $entry): array
    {
        $explanation = Explanation::ofEntry($words, $entry);
        $known = isset($entry->quantity) ? (int) $entry->quantity : null;
        $knownAt = isset($entry->known_at) ? strtotime("{$entry->known_at} UTC") : false;
        $isStale = $explanation->state !== Explanation::LEFT_ALONE && $knownAt !== false
            && time() - $knownAt > self::STALE * $settings->cronInterval;

        return [
            'id' => (int) $product['id'],
            'name' => (string) $product['name'],
            'quantity' => (int) $product['qty'],
            'known' => $known,
            'previous' => isset($entry->previous_quantity) ? (int) $entry->previous_quantity : null,
            'changed' => Age::words($entry->changed_at ?? null),
            'groups' => Products::groups($product),
            'known_at' => $knownAt === false ? 0 : $knownAt,
            'age' => Age::words($entry->known_at ?? null),
            'attempted' => Age::words($entry->attempted_at ?? null),
            'failures' => (int) ($entry->failures ?? 0),
            'failing_since' => Age::words($entry->failing_since ?? null),
            'state' => $explanation->state,
            'sentence' => $isStale ? $words->say('stale') . '. ' . $explanation->sentence : $explanation->sentence,
            'advice' => $isStale ? $words->say('stale_advice') : $explanation->advice,
            'attention' => $explanation->attention || $isStale,
        ];
    }
}
