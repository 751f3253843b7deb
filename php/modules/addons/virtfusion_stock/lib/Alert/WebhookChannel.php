<?php

/*
 * A webhook: a POST of JSON, which the extension sends. With a secret the body is signed. The address is a secret too: Slack's and
 * Discord's let anybody post who knows them.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use VirtFusionDirect\Webhook;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class WebhookChannel implements Channel
{
    public const NAME = 'webhook';

    public function __construct(
        #[\SensitiveParameter]
        private string $url,
        #[\SensitiveParameter]
        private string $secret,
    ) {
    }

    public function name(): string
    {
        return self::NAME;
    }

    public function send(Message $message, float $timeout): ?string
    {
        if (!class_exists(Webhook::class)) {
            return 'the PHP extension is missing in this process, or older than the addon';
        }
        $body = $message->body();

        return Webhook::post($this->url, $body, $this->signature($body), $timeout);
    }

    /** @return array<string, string> headers */
    private function signature(string $body): array
    {
        return $this->secret === '' ? [] : ['X-Signature' => 'sha256=' . hash_hmac('sha256', $body, $this->secret)];
    }
}
