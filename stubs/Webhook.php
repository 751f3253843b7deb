<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * Sends a message to a webhook. Certificates are verified with the same trusted certificates as those of panels, and the same proxy is
 * used.
 *
 * The class has only static methods and no objects.
 */
final class Webhook
{
    private function __construct()
    {
    }

    /**
     * Sends one `POST` on a new connection and waits for its status. It follows no redirect, does not send again, and does not read
     * the answer's body.
     *
     * @param string $url `https://host[:port]/path`, also with a query. Plain `http://` is accepted only for loopback addresses. A
     *     user name or a fragment is not accepted.
     * @param string $body Any bytes.
     * @param array<string, string> $headers Names to values. `Content-Type` is `application/json` unless it is set here. Headers that
     *     the request sets by itself, such as `Host` and `Content-Length`, are not accepted.
     * @param float $timeout Seconds for the whole call, with the name look-up and the connection.
     *
     * @return non-empty-string|null Null: the webhook answered with a status 2xx. Otherwise one line that says what happened, such as
     *     `unexpected status 500` or `timed out after 5 s`. It contains nothing of the URL's path and query, the body or the headers.
     *
     * @throws \ValueError If the URL or a header has another form, or the time-out is not above 0.
     */
    public static function post(
        #[\SensitiveParameter] string $url,
        string $body,
        #[\SensitiveParameter] array $headers = [],
        float $timeout = 5.0
    ): ?string {
    }
}
