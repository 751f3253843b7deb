<?php

/*
 * What the page shows of a recalculation or a preview: the counts, and a line for each product that changes or was not updated.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Outcome;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Explanation;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Result
{
    /**
     * @param list<array{id: int, name: string, before: int, after: int|null, sentence: string, advice: string|null}> $lines
     */
    private function __construct(
        public readonly bool $started,
        public readonly bool $isPreview,
        public readonly string $counts,
        public readonly array $lines,
    ) {
    }

    public static function of(Words $words, Shop $shop, Outcome $outcome, bool $isPreview): self
    {
        $entries = $isPreview || !$outcome->started ? [] : $shop->ledger()->all();
        $lines = [];
        $changed = 0;
        $unknown = 0;
        foreach ($outcome->readings as $id => $reading) {
            $changes = $isPreview ? $reading->differs() : $reading->written;
            $changed += (int) $changes;
            $unknown += (int) !$reading->known();
            if ($reading->differs() || !$reading->known()) {
                $named = $shop->groupNames()->in($words, $reading->panelId);
                $explanation = $isPreview
                    ? Explanation::ofReading($named, $reading)
                    : Explanation::ofEntry($named, $entries[$id] ?? null);
                $lines[] = [
                    'id' => $id,
                    'name' => $reading->name,
                    'before' => $reading->before,
                    'after' => $reading->quantity,
                    'sentence' => $explanation->sentence,
                    'advice' => $reading->known() ? null : $explanation->advice,
                ];
            }
        }
        $counts = [
            $words->count($isPreview ? 'result_would' : 'result_written', $changed),
            $words->count('result_same', count($outcome->readings) - $changed - $unknown),
            $words->count('result_not_updated', $unknown),
        ];

        return new self($outcome->started, $isPreview, implode(', ', $counts), $lines);
    }
}
