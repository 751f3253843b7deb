<?php

/*
 * Renders templates. Every text in them goes through $say or $escape, which escape it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class View
{
    public readonly Words $words;
    public readonly string $link;

    /** @param array<array-key, mixed> $vars as WHMCS hands them to _output */
    public function __construct(array $vars, private Clock $clock)
    {
        $this->words = Words::of($vars['_lang'] ?? null);
        $this->link = (string) ($vars['modulelink'] ?? 'addonmodules.php?module=' . Settings::MODULE);
    }

    /**
     * A sentence, escaped.
     *
     * @param array<string, string|int> $values
     */
    public function say(string $key, array $values = []): string
    {
        return Text::html($this->words->say($key, $values));
    }

    /**
     * As in "3 hours ago", not escaped.
     *
     * @param int|null $then seconds since the epoch; null: never
     */
    public function age(?int $then): string
    {
        return $this->words->age($then, $this->clock->now());
    }

    /** Seconds since the epoch. */
    public function now(): int
    {
        return $this->clock->now();
    }

    /** @param array<string, mixed> $data the template's variables */
    public function render(string $template, array $data): string
    {
        $data += [
            'view' => $this,
            'link' => $this->link,
            'token' => function_exists('generate_token') ? (string) \generate_token('plain') : '',
            'words' => $this->words,
            'say' => $this->say(...),
            'escape' => static fn (mixed $text): string => Text::html($text),
        ];
        ob_start();
        try {
            (
            /** @param array<string, mixed> $templateVariables */
            static function (string $templateFile, array $templateVariables): void {
                extract($templateVariables, EXTR_SKIP);
                require $templateFile;
            })(dirname(__DIR__, 2) . "/templates/{$template}.php", $data);
        } finally {
            $html = (string) ob_get_clean();
        }

        return $html;
    }

    /** @return array<string, string> the query of the link, as hidden fields of a form that is sent by GET */
    public function linkFields(): array
    {
        parse_str((string) parse_url($this->link, PHP_URL_QUERY), $fields);

        return array_filter($fields, 'is_string');
    }
}
