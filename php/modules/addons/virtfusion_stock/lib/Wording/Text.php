<?php

/*
 * Prepares text from outside for one line of a log or a database column: no control characters, a bounded length, and only characters
 * that every MySQL character set of WHMCS can store.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Wording;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Text
{
    public static function line(?string $text, int $longest = 250): string
    {
        $text = (string) $text;
        if (preg_match('//u', $text) !== 1) {
            $text = (string) preg_replace('/[^\x20-\x7E]/', '?', $text);
        }
        $text = (string) preg_replace(['/[\p{C}\s]+/u', '/[^\x{0}-\x{FFFF}]/u'], [' ', '?'], $text);
        $text = trim($text);
        if (preg_match('/^.{0,' . $longest . '}/us', $text, $start) === 1 && $start[0] !== $text) {
            return $start[0] . '...';
        }

        return $text;
    }

    /** With a capital first letter, if that is an ASCII letter. */
    public static function sentence(string $text): string
    {
        return (string) preg_replace_callback('/^[a-z]/', static fn (array $letter): string => strtoupper($letter[0]), $text);
    }

    public static function html(mixed $text): string
    {
        return htmlspecialchars(is_scalar($text) ? (string) $text : '', ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
    }
}
