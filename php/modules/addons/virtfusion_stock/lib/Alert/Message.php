<?php

/*
 * One message: a title, lines for people, and fields for programs. It is kept as JSON until every channel has it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Message
{
    /** The most bytes of a text. Discord takes 2,000 characters. */
    public const LONGEST = 1900;

    /**
     * @param list<string> $lines
     * @param array<array-key, mixed> $fields id, event, at, causes, products, orders
     */
    public function __construct(
        public readonly string $title,
        public readonly array $lines,
        public readonly array $fields,
    ) {
    }

    /** @return self|null null if it was not written by this version */
    public static function read(string $json): ?self
    {
        $stored = json_decode($json, true);
        $stored = is_array($stored) ? $stored : [];
        [$title, $lines, $fields] = [$stored['title'] ?? null, $stored['lines'] ?? null, $stored['fields'] ?? null];
        if (!is_string($title) || !is_array($lines) || !is_array($fields)) {
            return null;
        }

        return new self($title, array_values(array_filter($lines, 'is_string')), $fields);
    }

    public function stored(): string
    {
        return self::json(['title' => $this->title, 'lines' => $this->lines, 'fields' => $this->fields]);
    }

    /** The webhook's body. Slack reads `text`, Discord `content`; neither may call people by a product's name. */
    public function body(): string
    {
        $text = $this->text();

        return self::json([
            'text' => strtr($text, ['&' => '&amp;', '<' => '&lt;', '>' => '&gt;']),
            'content' => $text,
            'allowed_mentions' => ['parse' => []],
        ] + $this->fields);
    }

    /** The title and the lines, as far as they fit. */
    public function text(): string
    {
        $text = $this->title;
        foreach ($this->lines as $n => $line) {
            $rest = count($this->lines) - $n;
            if (strlen($text) + strlen($line) > self::LONGEST - 60) {
                return "{$text}\n... ({$rest} more lines)";
            }
            $text .= "\n{$line}";
        }

        return $text;
    }

    /** @param array<array-key, mixed> $data */
    private static function json(array $data): string
    {
        return (string) json_encode($data, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }
}
