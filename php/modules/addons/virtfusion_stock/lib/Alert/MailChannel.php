<?php

/*
 * Mail to admins, by WHMCS: to those whose role receives the kind of e-mail that the setting names. WHMCS takes what time its mail
 * server needs.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class MailChannel implements Channel
{
    public const NAME = 'mail';

    /** @param string $type of e-mail: system or account. One of type support needs a department */
    public function __construct(private string $type)
    {
    }

    public function name(): string
    {
        return self::NAME;
    }

    public function send(Message $message, float $timeout): ?string
    {
        if (!function_exists('localAPI')) {
            return 'WHMCS\'s localAPI() is missing in this process';
        }
        $lines = array_map(self::html(...), [$message->title, ...$message->lines]);
        try {
            $answer = (array) \localAPI('SendAdminEmail', [
                'customsubject' => self::plain($message->title),
                'custommessage' => implode("<br>\n", $lines),
                'type' => $this->type,
            ]);
        } catch (Throwable $failure) {
            $answer = ['message' => $failure->getMessage()];
        }
        if (($answer['result'] ?? '') === 'success') {
            return null;
        }
        $why = Text::line(is_scalar($answer['message'] ?? null) ? (string) $answer['message'] : '');

        return 'WHMCS did not send it: ' . ($why === '' ? 'no reason given' : $why);
    }

    /** WHMCS fills in what is in braces. */
    private static function html(string $line): string
    {
        return strtr(Text::html($line), ['{' => '&#123;', '}' => '&#125;']);
    }

    private static function plain(string $line): string
    {
        return strtr($line, ['{' => '(', '}' => ')']);
    }
}
