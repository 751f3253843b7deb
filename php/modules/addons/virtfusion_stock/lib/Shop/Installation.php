<?php

/*
 * Activation, deactivation and upgrades. The tables are kept when the addon is deactivated.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Installation
{
    public const VERSION = '1.0.0';

    public function __construct(private Shop $shop)
    {
    }

    /** @return array{status: string, description: string} */
    public function activate(): array
    {
        try {
            if (!Extension::loaded()) {
                return self::answer('error', Extension::advice());
            }
            $this->shop->tables()->install();

            return self::answer('success', 'Quantities of stock-controlled VirtFusion products now follow the panel.'
                . ' Tick the admin roles that may see the page in this addon\'s configuration.');
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('activation', $failure);

            return self::answer('error', 'The addon\'s tables could not be created: '
                . Text::line($failure->getMessage()));
        }
    }

    /** @return array{status: string, description: string} */
    public function deactivate(): array
    {
        return self::answer('success', 'Quantities are no longer changed and stay as they are. The tables '
            . implode(', ', Tables::names()) . ' are kept for the next activation;'
            . ' drop them by hand if there will be none.');
    }

    /** Adds the tables and columns that are missing, whatever version was installed before. */
    public function upgrade(): void
    {
        try {
            $this->shop->tables()->install();
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('upgrade', $failure);
        }
    }

    /** @return array{status: string, description: string} */
    private static function answer(string $status, string $description): array
    {
        return ['status' => $status, 'description' => $description];
    }
}
