<?php

/*
 * What customers read, in one language: lang/customers/LANGUAGE.php, with what the shop changed in lang/overrides/LANGUAGE.php in its
 * place. Texts are plain: whoever shows one escapes it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Customer;

use Closure;
use Throwable;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Texts
{
    /** @param array<string, string|array<string, string>> $texts by key; a text that counts has a form for each plural category */
    private function __construct(public readonly Language $language, private array $texts)
    {
    }

    /**
     * @param string $folder that holds `customers` and `overrides`
     * @param (Closure(Throwable): void)|null $report is told of an override file that cannot be used
     */
    public static function in(Language $language, string $folder, ?Closure $report = null): self
    {
        $own = self::returned("{$folder}/customers/{$language->name}.php");
        $changed = [];
        $file = "{$folder}/overrides/{$language->name}.php";
        if (is_file($file)) {
            try {
                $changed = self::returned($file);
            } catch (Throwable $failure) {
                if ($report !== null) {
                    $report($failure);
                }
            }
        }
        $texts = [];
        foreach ($own as $key => $text) {
            $texts[(string) $key] = self::usable($changed[$key] ?? null, $text);
        }

        return new self($language, $texts);
    }

    /**
     * @param string $key a key that is missing is returned as it is
     * @param array<string, string|int> $values for the text's :names
     */
    public function say(string $key, array $values = []): string
    {
        $text = $this->texts[$key] ?? $key;

        return self::filled(is_string($text) ? $text : $key, $values);
    }

    /**
     * The form of a text that counts which this number takes, as `:n`.
     *
     * @param array<string, string|int> $values for the text's other :names
     */
    public function count(string $key, int $n, array $values = []): string
    {
        $forms = $this->texts[$key] ?? $key;
        $text = is_array($forms) ? $forms[$this->language->category($n)] ?? $key : $forms;

        return self::filled($text, ['n' => $n] + $values);
    }

    /** Memory, from MB. */
    public function memory(int $megabytes): string
    {
        return $megabytes % 1024 === 0
            ? $this->say('gigabytes', ['n' => intdiv($megabytes, 1024)])
            : $this->say('megabytes', ['n' => $megabytes]);
    }

    /** @param array<string, string|int> $values */
    private static function filled(string $text, array $values): string
    {
        $filled = [];
        foreach ($values as $name => $value) {
            $filled[":{$name}"] = (string) $value;
        }

        return strtr($text, $filled);
    }

    /**
     * @param mixed $changed the shop's text
     * @param mixed $own the addon's text
     * @return string|array<string, string> the shop's, as far as it can be used
     */
    private static function usable(mixed $changed, mixed $own): string|array
    {
        if (!is_array($own)) {
            return is_string($changed) ? $changed : (is_string($own) ? $own : '');
        }
        $forms = [];
        foreach ($own as $category => $text) {
            $form = is_array($changed) ? $changed[$category] ?? null : $changed;
            $forms[(string) $category] = is_string($form) ? $form : (string) $text;
        }

        return $forms;
    }

    /** @return array<array-key, mixed> what a file returns */
    private static function returned(string $file): array
    {
        ob_start();
        try {
            $texts = require $file;
        } finally {
            ob_end_clean();
        }

        return is_array($texts) ? $texts : [];
    }
}
