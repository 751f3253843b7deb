<?php

/*
 * A panel's call. It is a hint that capacity may have moved: the panel is asked again, and nothing that the caller sends becomes data.
 * It never throws.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Webhook
{
    /** WHMCS's own reader of settings, which decrypts those that are stored encrypted. Older versions have none. */
    private const READER = ['WHMCS\Module\Addon\Setting', 'getSettingValueForModule'];

    public function __construct(private Shop $shop)
    {
    }

    /** @param string $token of the caller */
    public function answer(string $token): void
    {
        http_response_code(404);
        try {
            if (!$this->isAllowed($token)) {
                return;
            }
            http_response_code(204);
            if (Extension::loaded()) {
                $this->shop->afterResponse()->recalculateAfterHint('webhook');
            } else {
                $this->shop->missingExtension()->report();
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure("the panel's webhook", $failure);
        }
    }

    private function isAllowed(string $token): bool
    {
        $secret = $this->secret();

        // Hashes have one length, so that the time tells nothing of the secret's.
        return $secret !== '' && hash_equals(hash('sha256', $secret), hash('sha256', $token));
    }

    /** @return string blank if the webhook is off */
    private function secret(): string
    {
        $stored = $this->shop->settings()->text(Settings::WEBHOOK_SECRET);
        $reader = implode('::', self::READER);
        if ($stored === '' || !is_callable($reader)) {
            return $stored;
        }
        $read = $reader(Settings::MODULE, Settings::WEBHOOK_SECRET);

        return is_string($read) ? (new Settings([Settings::WEBHOOK_SECRET => $read]))->text(Settings::WEBHOOK_SECRET) : $stored;
    }
}
