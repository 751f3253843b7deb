<?php

/*
 * Activation, deactivation and upgrades. The tables are kept when the addon is deactivated: what was known
 * of each product is worth more than the space.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Throwable;

final class Installation
{
    public const VERSION = '1.0.0';

    /** @return array{status: string, description: string} */
    public static function activate(): array
    {
        try {
            if (!Extension::loaded()) {
                return self::answer('error', Extension::advice());
            }
            Tables::install();

            return self::answer('success', 'Quantities of stock-controlled VirtFusion products now follow the panel.'
                . ' Tick the admin roles that may see the page in this addon\'s configuration.');
        } catch (Throwable $failure) {
            Journal::failure('activation', $failure);

            return self::answer('error', 'The addon\'s tables could not be created: '
                . Text::line($failure->getMessage()));
        }
    }

    /** @return array{status: string, description: string} */
    public static function deactivate(): array
    {
        return self::answer('success', 'Quantities are no longer changed and stay as they are. The tables '
            . Tables::LEDGER . ', ' . Tables::REPORTS . ' and ' . Tables::STATE . ' are kept, so that nothing is lost when the addon is'
            . ' activated again; drop them by hand if it never will be.');
    }

    /** @param string $installed the version that was installed before; blank when it is not known */
    public static function upgrade(string $installed): void
    {
        try {
            if (version_compare($installed, self::VERSION, '<')) {
                Tables::install();
            }
        } catch (Throwable $failure) {
            Journal::failure('upgrade', $failure);
        }
    }

    /** @return array{status: string, description: string} */
    private static function answer(string $status, string $description): array
    {
        return ['status' => $status, 'description' => $description];
    }
}
