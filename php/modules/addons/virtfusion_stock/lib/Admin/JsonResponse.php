<?php

/*
 * A JSON response in place of the admin page. Sending it ends the request.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class JsonResponse
{
    /** @param array<string, mixed> $body */
    private function __construct(private int $status, private array $body)
    {
    }

    /** @param array<string, mixed> $data */
    public static function data(array $data): self
    {
        return new self(200, ['success' => true, 'data' => $data]);
    }

    /** @param array<int, int|null> $quantities by product id */
    public static function quantities(array $quantities): self
    {
        return new self(200, ['success' => true, 'data' => (object) $quantities]);
    }

    /** @param int $status HTTP status, 400 or more */
    public static function error(int $status, string $message): self
    {
        return new self($status, ['success' => false, 'error' => $message]);
    }

    public function send(): never
    {
        self::discardOutput();
        http_response_code($this->status);
        if ($this->status === 405) {
            header('Allow: POST');
        }
        header('Content-Type: application/json; charset=utf-8');
        header('Cache-Control: no-store');
        echo json_encode($this->body, JSON_INVALID_UTF8_SUBSTITUTE);
        exit;
    }

    /** Discards what WHMCS has buffered of the page. A buffer that cannot be removed is emptied; those below it stay as they are. */
    private static function discardOutput(): void
    {
        while (ob_get_level() > 0) {
            if (!@ob_end_clean()) {
                @ob_clean();

                return;
            }
        }
    }
}
