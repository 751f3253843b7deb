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
    /** A larger number in an order form helps nobody, and competitors read it. */
    private const FIRST_LARGEST = '999';

    /** Who hears of alerts. An installation that is older than alerts sends none until an admin chooses. */
    private const FIRST_MAIL = 'system';

    public const VERSION = '1.1.0';

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
            $isFirst = !$this->shop->database->hasTable(Tables::STATE);
            $this->shop->tables()->install();
            if ($isFirst) {
                $this->shop->stateRow()->change(['previewing' => 1, 'defaults' => json_encode($this->firstDefaults())]);

                return self::answer('success', 'The addon previews: it computes and shows quantities, and writes none until its settings'
                    . ' are saved once or Start writing is pressed on its page. Tick the admin roles that may see the page in this addon\'s'
                    . ' configuration.');
            }

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

    /**
     * The defaults of this installation. An installation of 1.0, which had none of its own, keeps the settings' own.
     *
     * @return array<array-key, mixed> by name of a setting
     */
    public function defaults(): array
    {
        try {
            if (!$this->shop->database->hasTable(Tables::STATE)) {
                return $this->firstDefaults();
            }
            $row = $this->shop->database->rows($this->shop->stateRow()->query(), ['*'])[0] ?? (object) [];
            $defaults = json_decode((string) (get_object_vars($row)['defaults'] ?? ''), true);

            return is_array($defaults) ? $defaults : [];
        } catch (Throwable) {
            // No database: somebody only reads the module's description.
            return $this->firstDefaults();
        }
    }

    /** Lets a new installation write, from now on. */
    public function startWriting(): void
    {
        $this->shop->stateRow()->change(['previewing' => 0]);
        $this->shop->reread();
    }

    /**
     * What an installation that is new begins with. Host modules without a stock control of their own leave orders pending for the admin.
     *
     * @return array<string, string> by name of a setting
     */
    private function firstDefaults(): array
    {
        return [
            'largest_quantity' => self::FIRST_LARGEST,
            'accept_orders' => $this->shop->hostModule()->hasStockControl() ? 'on' : '',
            'alert_mail' => self::FIRST_MAIL,
        ];
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
