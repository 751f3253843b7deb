<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

/** A way for the panel to fail: its name in the simulated panel, and the message that the extension must give. */
final class Fault
{
    /** @param array<string, mixed> $kind */
    private function __construct(
        public readonly string $name,
        public readonly array $kind,
        public readonly string $words,
        public readonly bool $costsTime = false,
        public readonly bool $isBelieved = false,
    ) {
    }

    /** @return list<self> */
    public static function all(): array
    {
        $html = ['body' => '<html>nginx</html>', 'headers' => ['content-type' => 'text/html']];
        $status = static fn (int $code, array $more = []): array => ['kind' => 'status', 'code' => $code] + $more;
        $body = static fn (string $text): array => ['kind' => 'body', 'text' => $text];

        return [
            new self('401', $status(401), 'status 401: the panel refused the token'),
            new self('403', $status(403), 'status 403: the token has no permission to read this'),
            new self('404 as the panel says it', $status(404, ['body' => ['message' => 'Not found']]), '', isBelieved: true),
            new self('404 of a web server, while the panel answers', $status(404, $html), '', isBelieved: true),
            new self('429', $status(429), 'status 429: the panel limits how often it may be asked'),
            new self('429 with Retry-After', $status(429, ['headers' => ['Retry-After' => '120']]), 'status 429: the panel limits how often it may be asked'),
            new self('500', $status(500), 'unexpected status 500'),
            new self('500 with a package in it', $status(500, ['body' => ['data' => ['enabled' => true]]]), 'unexpected status 500'),
            new self('502', $status(502, $html), 'unexpected status 502'),
            new self('503', $status(503, $html), 'unexpected status 503'),
            new self('200 without a body', ['kind' => 'empty'], 'the body is not JSON'),
            new self('201', $status(201), 'unexpected status 201'),
            new self('204', $status(204), 'unexpected status 204'),
            new self(
                'redirect to another host',
                ['kind' => 'redirect', 'location' => 'https://localhost:1/', 'code' => 302],
                'status 302: a redirect, which is not followed',
            ),
            new self('garbage', ['kind' => 'garbage'], 'the body is not JSON'),
            new self('a page of HTML', ['kind' => 'html'], 'the body is not JSON'),
            new self('half a document', ['kind' => 'cut'], 'the body is not JSON'),
            new self('a document that is none of these', $body('{"data": "none"}'), ''),
            new self('a list of nothing', $body('[]'), ''),
            new self('100,000 levels', ['kind' => 'deep', 'levels' => 100_000], 'nests deeper than 64 levels'),
            new self('not UTF-8', ['kind' => 'body', 'base64' => 'Iv8i'], 'the body is not UTF-8'),
            new self('a body that stops', ['kind' => 'truncated'], 'the connection was lost'),
            new self('a connection that is reset', ['kind' => 'reset'], 'the connection was lost'),
            new self('a connection that is closed', ['kind' => 'close'], 'the connection was lost'),
            new self('a body without end', ['kind' => 'endless'], 'the body is larger than 262144 bytes (max_body)'),
            new self('a body of 1 GB', ['kind' => 'big', 'bytes' => 1 << 30, 'gzip' => false], 'the body is larger than 262144 bytes (max_body)'),
            new self('a body of 1 GB, packed', ['kind' => 'big', 'bytes' => 1 << 30, 'gzip' => true], 'the body is larger than 262144 bytes (max_body)'),
            new self('headers without end', ['kind' => 'endless_headers'], ''),
            new self('a byte at a time', ['kind' => 'drip', 'interval_ms' => 200], 'timed out (timeout)', true),
            new self('a body a byte at a time', ['kind' => 'drip_body', 'interval_ms' => 5000], 'timed out (timeout)', true),
            new self('an answer that comes too late', ['kind' => 'latency', 'ms' => 60_000], 'timed out (timeout)', true),
            new self('silence', ['kind' => 'hang'], 'timed out (timeout)', true),
        ];
    }
}
