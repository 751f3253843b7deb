<?php

/*
 * The languages that customers are answered in, by the names that WHMCS gives them, and which plural form a whole number takes in each
 * (CLDR's cardinal rules). It needs neither ext-intl nor mbstring.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Customer;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Language
{
    public const ENGLISH = 'english';

    /** WHMCS's name => the plural categories that whole numbers have in it. */
    private const CATEGORIES = [
        'danish' => ['one', 'other'],
        'dutch' => ['one', 'other'],
        'english' => ['one', 'other'],
        'french' => ['one', 'many', 'other'],
        'german' => ['one', 'other'],
        'italian' => ['one', 'many', 'other'],
        'norwegian' => ['one', 'other'],
        'polish' => ['one', 'few', 'many'],
        'portuguese-br' => ['one', 'many', 'other'],
        'portuguese-pt' => ['one', 'many', 'other'],
        'russian' => ['one', 'few', 'many'],
        'spanish' => ['one', 'many', 'other'],
        'swedish' => ['one', 'other'],
        'turkish' => ['one', 'other'],
    ];

    private function __construct(public readonly string $name)
    {
    }

    /** @param mixed $name as WHMCS has it; one that has no texts is answered in English */
    public static function of(mixed $name): self
    {
        $name = is_string($name) ? strtolower(trim($name)) : '';

        return new self(isset(self::CATEGORIES[$name]) ? $name : self::ENGLISH);
    }

    /** @return list<string> */
    public static function names(): array
    {
        return array_keys(self::CATEGORIES);
    }

    /** @return list<string> the plural categories of whole numbers */
    public function categories(): array
    {
        return self::CATEGORIES[$this->name];
    }

    /**
     * The plural category of a number.
     *
     * @param int $n 0 or more
     */
    public function category(int $n): string
    {
        $tens = $n % 100;
        $ones = $n % 10;
        $isFew = $ones >= 2 && $ones <= 4 && ($tens < 12 || $tens > 14);

        return match ($this->name) {
            'polish' => $n === 1 ? 'one' : ($isFew ? 'few' : 'many'),
            'russian' => $ones === 1 && $tens !== 11 ? 'one' : ($isFew ? 'few' : 'many'),
            'french', 'portuguese-br' => $n < 2 ? 'one' : self::manyOrOther($n),
            'italian', 'portuguese-pt', 'spanish' => $n === 1 ? 'one' : self::manyOrOther($n),
            default => $n === 1 ? 'one' : 'other',
        };
    }

    /** Whole millions take a preposition: "1000000 de places". */
    private static function manyOrOther(int $n): string
    {
        return $n !== 0 && $n % 1_000_000 === 0 ? 'many' : 'other';
    }
}
