<?php

/*
 * One setting of the addon: its field in WHMCS's configuration page, and how what is stored there is read. WHMCS stores whatever
 * was typed; a value that cannot be used is replaced by the default.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use Closure;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Setting
{
    /**
     * @param 'text'|'yesno'|'dropdown'|'password' $type of the field
     * @param Closure(string): (int|float|bool|string|null) $usable the value of a text; null if it cannot be used
     * @param array<string, string> $choices value => label of a dropdown
     */
    private function __construct(
        private string $label,
        private string $description,
        private string $type,
        private string $default,
        private Closure $usable,
        /** Whether a cart page's refresh of one product depends on it. */
        public readonly bool $isForRefresh,
        private array $choices = [],
        /** Characters that a text field shows. */
        private string $size = '10',
    ) {
    }

    /**
     * A whole number. A fraction is cut off; a number above the most counts as the most.
     *
     * @param int|null $default null: blank, which means the most
     */
    public static function whole(
        string $label,
        string $description,
        ?int $default,
        int $least,
        int $most,
        bool $isForRefresh = false,
    ): self {
        $usable = static function (string $text) use ($default, $least, $most): ?int {
            if ($text === '' && $default === null) {
                return $most;
            }
            $number = self::number($text, $least, $most);

            return $number === null ? null : (int) $number;
        };

        return new self($label, $description, 'text', (string) $default, $usable, $isForRefresh);
    }

    public static function decimal(
        string $label,
        string $description,
        float $default,
        float $least,
        float $most,
        bool $isForRefresh = false,
    ): self {
        $usable = static fn (string $text): ?float => self::number($text, $least, $most);

        return new self($label, $description, 'text', (string) $default, $usable, $isForRefresh);
    }

    /** A percentage from 0 to 100, as text, with or without its sign. */
    public static function percent(string $label, string $description, string $default, bool $isForRefresh = false): self
    {
        $usable = static function (string $text): ?string {
            $number = preg_match('/^\d+(?:\.\d+)?\s*%?$/D', $text) === 1 ? rtrim($text, "% \t") : '';

            return is_numeric($number) && $number <= 100 ? $text : null;
        };

        return new self($label, $description, 'text', $default, $usable, $isForRefresh);
    }

    /**
     * A text without blanks that the page does not show; blank by default.
     *
     * @param int $least characters
     */
    public static function secret(string $label, string $description, int $least): self
    {
        $usable = static fn (string $text): ?string
            => $text === '' || (strlen($text) >= $least && preg_match('/\s/', $text) === 0) ? $text : null;

        return new self($label, $description, 'password', '', $usable, false);
    }

    /** An address that begins with https://, as a text; blank by default. */
    public static function url(string $label, string $description): self
    {
        $usable = static function (string $text): ?string {
            $parts = parse_url($text);
            $isUrl = is_array($parts) && strtolower($parts['scheme'] ?? '') === 'https' && ($parts['host'] ?? '') !== ''
                && !isset($parts['user']) && !isset($parts['fragment']) && preg_match('/[\s\x00-\x1F\x7F]/', $text) === 0;

            return $text === '' || $isUrl ? $text : null;
        };

        return new self($label, $description, 'text', '', $usable, false, [], '60');
    }

    /** A tick box. */
    public static function flag(string $label, string $description, bool $default, bool $isForRefresh = false): self
    {
        $usable = static fn (string $text): bool => in_array(strtolower($text), ['on', '1', 'yes', 'true'], true);

        return new self($label, $description, 'yesno', $default ? 'on' : '', $usable, $isForRefresh);
    }

    /**
     * One of a few values, as text.
     *
     * @param array<string, string> $choices value => label; the first is the default
     */
    public static function choice(string $label, string $description, array $choices, bool $isForRefresh = false): self
    {
        $usable = static fn (string $text): ?string => isset($choices[strtolower($text)]) ? strtolower($text) : null;

        return new self($label, $description, 'dropdown', (string) array_key_first($choices), $usable, $isForRefresh, $choices);
    }

    /** @param mixed $stored null if nothing is stored */
    public function value(mixed $stored): int|float|bool|string|null
    {
        return $this->usable($stored) ?? ($this->usable)($this->default);
    }

    /**
     * What is used in place of what is stored.
     *
     * @return string|null null if what is stored is used, or nothing is stored
     */
    public function replacement(mixed $stored): ?string
    {
        $text = self::text($stored);
        if ($text === '' || $this->type === 'yesno') {
            return null;
        }
        $value = $this->usable($stored);
        if ($value === null) {
            return $this->default;
        }
        $used = (string) $value;
        $isSame = $used === $text || (is_numeric($used) && is_numeric($text) && (float) $used === (float) $text);

        return $isSame ? null : $used;
    }

    /**
     * @param string|null $default of this installation; null for the setting's own
     * @return array<string, string|array<string, string>> the field as _config returns it
     */
    public function field(?string $default = null): array
    {
        return ['FriendlyName' => $this->label, 'Type' => $this->type]
            + ($this->type === 'text' ? ['Size' => $this->size] : [])
            + ($this->choices === [] ? [] : ['Options' => $this->choices])
            + ['Default' => $default ?? $this->default, 'Description' => $this->description];
    }

    /** A blank field means the default; an unticked box is stored as blank and means off. */
    private function usable(mixed $stored): int|float|bool|string|null
    {
        $text = self::text($stored);

        return $stored === null || ($text === '' && $this->type !== 'yesno') ? null : ($this->usable)($text);
    }

    /** @return float|null null if it is not a number or is below the least */
    private static function number(string $text, float $least, float $most): ?float
    {
        if (!is_numeric($text) || !is_finite((float) $text) || (float) $text < $least) {
            return null;
        }

        return min((float) $text, $most);
    }

    private static function text(mixed $value): string
    {
        return is_scalar($value) ? trim((string) $value) : '';
    }
}
