<?php

/*
 * The addon's sentences from lang/: in the admin's language if WHMCS passes it, else in English. They are plain text; whoever shows a
 * sentence escapes it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Words
{
    /** Seconds of each unit, the longest first. */
    private const UNITS_OF_TIME = ['days' => 86400, 'hours' => 3600, 'minutes' => 60];

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

    /**
     * How long ago something was, as in "3 hours ago". Times are seconds since the epoch.
     *
     * @param int|null $then null: never
     */
    public function age(?int $then, int $now): string
    {
        return $then === null ? $this->say('never') : $this->time('age', $now - $then);
    }

    /** How long something has lasted, as in "3 hours". Times are seconds since the epoch. */
    public function duration(int $since, int $now): string
    {
        return $this->time('duration', $now - $since);
    }

    private function time(string $key, int $seconds): string
    {
        foreach (self::UNITS_OF_TIME as $unit => $length) {
            if ($seconds >= $length) {
                return $this->count("{$key}_{$unit}", intdiv($seconds, $length));
            }
        }

        return $this->say("{$key}_none");
    }

    public static function number(int $number): string
    {
        return number_format($number, 0, '.', ',');
    }
}
