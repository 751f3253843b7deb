<?php

/*
 * The addon's sentences from lang/: in the admin's language if WHMCS passes it, else in English. They are plain text; whoever shows a
 * sentence escapes it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

final class Words
{
    /** @param array<string, string> $sentences */
    private function __construct(private array $sentences)
    {
    }

    /** @param mixed $translated as WHMCS passes a module's language */
    public static function of(mixed $translated = null): self
    {
        $_ADDONLANG = [];
        require dirname(__DIR__, 2) . '/lang/english.php';
        $sentences = [];
        foreach ((is_array($translated) ? $translated : []) + $_ADDONLANG as $key => $sentence) {
            if (is_string($sentence)) {
                $sentences[(string) $key] = $sentence;
            }
        }

        return new self($sentences);
    }

    /**
     * @param string $key a missing key is returned itself
     * @param array<string, string|int> $values for the :names in the sentence
     */
    public function say(string $key, array $values = []): string
    {
        $filled = [];
        foreach ($values as $name => $value) {
            $filled[":{$name}"] = (string) $value;
        }

        return strtr($this->sentences[$key] ?? $key, $filled);
    }

    /** The sentence for one thing or for several; `:n` is their number. */
    public function count(string $key, int $n): string
    {
        return $this->say($key . ($n === 1 ? '_one' : '_many'), ['n' => self::number($n)]);
    }

    /** A sentence with an amount of a resource, as `:n :unit`. */
    public function amount(string $key, string $resource, int $n): string
    {
        return $this->say($key, ['n' => self::number($n), 'unit' => $this->unit($resource, $n)]);
    }

    /** The unit of a resource, singular or plural. */
    public function unit(string $resource, int $n): string
    {
        return ($n === 1 ? $this->find("unit_{$resource}_one") : null) ?? $this->say("unit_{$resource}");
    }

    /** @return string|null null if there is no such sentence */
    public function find(string $key): ?string
    {
        return $this->sentences[$key] ?? null;
    }

    public static function number(int $number): string
    {
        return number_format($number, 0, '.', ',');
    }
}
