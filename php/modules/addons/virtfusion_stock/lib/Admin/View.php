<?php

/*
 * Templates into HTML. What they show goes through $say and $escape, and nothing else reaches the page.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

final class View
{
    public readonly Words $words;
    public readonly string $link;

    /** @param array<array-key, mixed> $vars as WHMCS hands them to _output */
    public function __construct(array $vars)
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

    /** @return array<string, string> the link's own query, for forms that send theirs in the address */
    public function linkFields(): array
    {
        parse_str((string) parse_url($this->link, PHP_URL_QUERY), $fields);

        return array_filter($fields, 'is_string');
    }
}
