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

    /** Units of memory and storage: each is 1024 of the one before, as the panel counts. */
    private const BINARY_UNITS = ['MB', 'GB', 'TB', 'PB'];

    /**
     * @param array<string, string> $sentences
     * @param array<int, string> $groups names of a panel's groups
     */
    private function __construct(private array $sentences, private array $groups = [])
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

    /** @param array<int, string> $names of a panel's groups, by id */
    public function withGroups(array $names): self
    {
        return new self($this->sentences, $names);
    }

    /** A group within a sentence: "Frankfurt (group 5)", or "group 5" if its name is not known or says no more. */
    public function group(int $id): string
    {
        $name = $this->groups[$id] ?? '';
        $plain = $this->say('group', ['id' => $id]);

        return $name === '' || strcasecmp($name, $plain) === 0 ? $plain : $this->say('group_named', ['name' => $name, 'id' => $id]);
    }

    /** The same as a title. */
    public function groupTitle(int $id): string
    {
        $group = $this->group($id);

        return $group === $this->say('group', ['id' => $id]) ? Text::sentence($group) : $group;
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

    /**
     * An amount of a resource as people read it, such as "17.6 GB" or "2 cores". Memory and storage are cut to one decimal, never
     * rounded up.
     *
     * @param int $n in the panel's units: MB of memory, GB of storage
     */
    public function amount(string $resource, int $n): string
    {
        if ($resource !== 'memory' && $resource !== 'storage') {
            $unit = ($n === 1 ? $this->find("unit_{$resource}_one") : null) ?? $this->say("unit_{$resource}");

            return self::number($n) . " {$unit}";
        }
        $size = $n;
        $unit = $resource === 'memory' ? 0 : 1;
        for (; abs($size) >= 1024 && $unit < count(self::BINARY_UNITS) - 1; $unit++) {
            $size /= 1024;
        }
        $tenths = (int) ($size * 10);

        return self::number(intdiv($tenths, 10)) . ($tenths % 10 === 0 ? '' : '.' . abs($tenths % 10)) . ' ' . self::BINARY_UNITS[$unit];
    }

    /** The same beside another amount of the resource, which has the unit of what is counted. */
    public function figure(string $resource, int $n): string
    {
        return $resource === 'memory' || $resource === 'storage' ? $this->amount($resource, $n) : self::number($n);
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
