<?php

/*
 * A JSON answer in place of the admin page around it. Sending one ends the request.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

final class Answer
{
    /** @param array<int, int|null> $quantities by product id */
    public static function quantities(array $quantities): never
    {
        self::send(200, ['success' => true, 'data' => (object) $quantities]);
    }

    /** @param array<string, mixed> $data */
    public static function data(array $data): never
    {
        self::send(200, ['success' => true, 'data' => $data]);
    }

    /** @param int $status HTTP status, 400 or more */
    public static function error(int $status, string $message): never
    {
        if ($status === 405) {
            header('Allow: POST');
        }
        self::send($status, ['success' => false, 'error' => $message]);
    }

    /** @param array<string, mixed> $body */
    private static function send(int $status, array $body): never
    {
        while (ob_get_level() > 0) {
            ob_end_clean();
        }
        http_response_code($status);
        header('Content-Type: application/json; charset=utf-8');
        header('Cache-Control: no-store');
        echo json_encode($body, JSON_INVALID_UTF8_SUBSTITUTE);
        exit;
    }
}
