<?php

/*
 * A recalculation as a table: the number first, then what limits it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use WHMCS\Module\Addon\VirtfusionStock\Explanation;
use WHMCS\Module\Addon\VirtfusionStock\Reading;
use WHMCS\Module\Addon\VirtfusionStock\Text;
use WHMCS\Module\Addon\VirtfusionStock\Words;

final class Listing
{
    private const COLOURS = [
        Explanation::PLACED => '32',
        Explanation::SOLD_OUT => '31',
        Explanation::LEFT_ALONE => '33',
    ];

    public function __construct(private Words $words, private Terminal $terminal)
    {
    }

    /**
     * @param array<int, Reading> $readings
     * @param string $verb the key of the sentence that counts changes
     * @param callable(Reading): Explanation $why
     */
    public function of(array $readings, string $verb, callable $why): string
    {
        $titles = [['#', 1], ['product', 0], ['before', 1], ['after', 1], ['why', 0]];
        $titles = array_map(fn (array $title): array => [
            $title[0] === '#' ? '#' : $this->words->say($title[0]),
            $title[1] === 1,
        ], $titles);
        $table = new Table($titles, $this->terminal);
        $changed = 0;
        $alone = 0;
        foreach ($readings as $reading) {
            $explanation = $why($reading);
            $changed += (int) ($verb === 'result_written' ? $reading->written : $reading->differs());
            $alone += (int) !$reading->known();
            $table->row([
                (string) $reading->product,
                Text::line($reading->name, 40),
                (string) $reading->before,
                $reading->quantity === null ? '-' : ($reading->differs() ? (string) $reading->quantity : '='),
                $explanation->sentence . ($explanation->attention ? "\n→ {$explanation->advice}" : ''),
            ], self::COLOURS[$explanation->state]);
        }
        $counts = [
            $this->words->count($verb, $changed),
            $this->words->count('result_same', count($readings) - $changed - $alone),
            $this->words->count('result_alone', $alone),
        ];

        return $table->text() . "\n" . implode(', ', $counts) . ".\n";
    }
}
