<?php

/*
 * The products of a sweep as a table of text: the quantity first, then what limits it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Console;

use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Explanation;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class ProductTable
{
    private const COLOURS = [
        Explanation::PLACED => '32',
        Explanation::SOLD_OUT => '31',
        Explanation::NOT_UPDATED => '33',
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
        $table = new Table([
            ['#', true],
            [$this->words->say('product'), false],
            [$this->words->say('before'), true],
            [$this->words->say('after'), true],
            [$this->words->say('why'), false],
        ], $this->terminal);
        $longest = min(40, intdiv($this->terminal->width, 3));
        $changed = 0;
        $unknown = 0;
        foreach ($readings as $reading) {
            $explanation = $why($reading);
            $changed += (int) ($verb === 'result_written' ? $reading->written : $reading->differs());
            $unknown += (int) !$reading->known();
            $table->row([
                (string) $reading->product,
                Text::line($reading->name, $longest),
                (string) $reading->before,
                $reading->quantity === null ? '-' : ($reading->differs() ? (string) $reading->quantity : '='),
                $explanation->sentence . ($explanation->attention ? "\n→ {$explanation->advice}" : ''),
            ], self::COLOURS[$explanation->state]);
        }
        $counts = [
            $this->words->count($verb, $changed),
            $this->words->count('result_same', count($readings) - $changed - $unknown),
            $this->words->count('result_not_updated', $unknown),
        ];

        return $table->text() . "\n" . implode(', ', $counts) . ".\n";
    }
}
