<?php

/*
 * The addon's sentences, from lang/: those of the admin's language where WHMCS hands them over, English for the
 * rest. It knows no markup: whoever shows a sentence escapes it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

final class Words
{
    /** @param array<string, string> $sentences */
    private function __construct(private array $sentences)
    {
    }

    /** @param mixed $translated as WHMCS hands a module's language over */
    public static function of(mixed $translated = null): self
    {
        $_ADDONLANG = [];
        require dirname(__DIR__) . '/lang/english.php';

        return new self(array_filter(is_array($translated) ? $translated : [], 'is_string') + $_ADDONLANG);
    }

    /**
     * @param string $key a key that is missing stands for itself, so that nothing is silent
     * @param array<string, string|int|null> $values for the sentence's :names
     */
    public function say(string $key, array $values = []): string
    {
        $names = array_map(static fn (string $name): string => ":{$name}", array_keys($values));

        return strtr($this->sentences[$key] ?? $key, array_combine($names, array_map('strval', $values)));
    }

    /** The sentence for one, or the one for another number of things, as `:n`. */
    public function count(string $key, int $n): string
    {
        return $this->say($key . ($n === 1 ? '_one' : '_many'), ['n' => self::number($n)]);
    }

    /** The unit of so much of a resource. */
    public function unit(string $resource, int $n): string
    {
        return ($n === 1 ? $this->find("unit_{$resource}_one") : null) ?? $this->say("unit_{$resource}");
    }

    /** @return string|null null when there is no such sentence */
    public function find(string $key): ?string
    {
        return $this->sentences[$key] ?? null;
    }

    public static function number(int $number): string
    {
        return number_format($number, 0, '.', ',');
    }
}
