<?php

/*
 * The addon's settings. A setting is one entry in declared(); its value is read by name and kind, as in whole('cron_interval').
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use LogicException;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Settings
{
    public const MODULE = 'virtfusion_stock';
    public const WEBHOOK_SECRET = 'webhook_secret';
    public const ALERT_URL = 'alert_url';
    public const ALERT_SECRET = 'alert_secret';

    /** The largest value of tblproducts.qty. */
    private const LARGEST_QUANTITY = 2147483647;

    /** @var array<string, Setting>|null by name */
    private static ?array $all = null;

    /** @var array<string, int|float|bool|string|null> by name, those that were asked for */
    private array $values = [];

    /** What is read beside the stored settings, as columns of a SELECT. */
    private const INSTALLATION_COLUMNS = '(SELECT defaults FROM ' . Tables::STATE . ' WHERE id = 1) AS installed_defaults, '
        . '(SELECT previewing FROM ' . Tables::STATE . ' WHERE id = 1) AS previewing';

    /**
     * @param array<array-key, mixed> $stored by name; a setting that is not stored has its default
     * @param array<array-key, mixed> $defaults of this installation, by name, in place of the settings' own
     * @param bool $isFirstUse whether nobody has let the addon write yet
     */
    public function __construct(private array $stored, private array $defaults = [], public readonly bool $isFirstUse = false)
    {
    }

    /**
     * @param array<array-key, mixed> $stored
     * @param object $row of INSTALLATION_COLUMNS
     */
    private static function ofInstallation(array $stored, object $row): self
    {
        $columns = get_object_vars($row);
        $defaults = json_decode((string) ($columns['installed_defaults'] ?? ''), true);

        return new self($stored, is_array($defaults) ? $defaults : [], (int) ($columns['previewing'] ?? 0) === 1);
    }

    /** @param object $row of refreshColumns() */
    public static function ofRefresh(object $row): self
    {
        return self::ofInstallation(get_object_vars($row), $row);
    }

    /** @return array<string, Setting> by name */
    private static function all(): array
    {
        return self::$all ??= self::declared();
    }

    /** @return array<string, Setting> by name */
    private static function declared(): array
    {
        return [
            'cron_interval' => Setting::whole(
                'Cron interval',
                'Seconds between two full recalculations by the cron, 60 or more.',
                7200,
                60,
                self::LARGEST_QUANTITY,
            ),
            'cart_deadline' => Setting::decimal(
                'Cart deadline',
                'The longest that the refresh after a cart page takes, in seconds, 0.1 to 30.',
                1.5,
                0.1,
                30,
                isForRefresh: true,
            ),
            'largest_quantity' => Setting::whole(
                'Largest quantity to publish',
                'A larger quantity is written as this one. Blank: no limit.',
                null,
                1,
                self::LARGEST_QUANTITY,
                isForRefresh: true,
            ),
            'hold_paid' => Setting::whole(
                'Hold paid orders',
                'Days for which a paid order that has no server yet takes room, 1 or more.',
                30,
                1,
                3650,
                isForRefresh: true,
            ),
            'hold_unpaid' => Setting::whole(
                'Hold unpaid orders',
                'Minutes for which an unpaid order takes room. 0: unpaid orders take none.',
                60,
                0,
                525600,
                isForRefresh: true,
            ),
            'accept_orders' => Setting::flag(
                'Accept orders',
                'Accept a pending order with a VirtFusion service once everything in it that has a module is provisioned.',
                true,
            ),
            'default_buffer' => Setting::percent(
                'Default buffer',
                'Percent of each resource that stays free, for products whose own buffer is blank.',
                '10',
                isForRefresh: true,
            ),
            self::WEBHOOK_SECRET => Setting::secret(
                'Webhook secret',
                'Token with which the panel may call webhook.php, at least 16 characters without blanks. Blank: the webhook is off.',
                16,
            ),
            'preview_only' => Setting::flag(
                'Preview only',
                'Compute and show the quantities, and write none of them to the products.',
                false,
                isForRefresh: true,
            ),
            'check_orders' => Setting::flag(
                'Check orders',
                'Refuse a cart or an upgrade that the panel has no room for. What is not known never refuses one.',
                true,
            ),
            'show_locations' => Setting::flag(
                'Show locations',
                'Say on the order form which locations are sold out or nearly so.',
                true,
            ),
            'option_size' => Setting::choice(
                'Size of options',
                'Which server the quantity is for when customers can choose its package or size.',
                ['smallest' => 'smallest: how many of the smallest', 'largest' => 'largest: how many of the largest'],
                isForRefresh: true,
            ),
            'alert_low' => Setting::whole(
                'Alert: low at',
                'A product with this quantity or less is reported as low, and as available again above twice of it. 0: only as sold out.',
                3,
                0,
                self::LARGEST_QUANTITY >> 1,
            ),
            'alert_unknown' => Setting::whole(
                'Alert: not updated after',
                'Minutes after which a product that cannot be read is reported.',
                30,
                1,
                525600,
            ),
            'alert_mail' => Setting::choice(
                'Alert: mail to',
                'Admins whose role receives this kind of e-mail get the alerts.',
                [
                    'off' => 'off: nobody',
                    'system' => 'system: roles with system e-mails',
                    'account' => 'account: roles with account e-mails',
                ],
            ),
            self::ALERT_URL => Setting::url(
                'Alert: webhook',
                'Address, https only, that alerts are sent to as JSON: a Slack or Discord webhook, or your own. Blank: none.',
            ),
            self::ALERT_SECRET => Setting::secret(
                'Alert: webhook secret',
                'Key that the webhook\'s body is signed with, at least 16 characters without blanks. Blank: not signed.',
                16,
            ),
        ];
    }

    public static function load(Database $database, Tables $tables): self
    {
        $query = 'SELECT setting, value, ' . self::INSTALLATION_COLUMNS . ' FROM tbladdonmodules WHERE module = ?';
        $rows = $tables->repaired(static fn (): array => $database->select($query, [self::MODULE]));
        $stored = [];
        foreach ($rows as $row) {
            $stored[(string) $row->setting] = $row->value;
        }

        return self::ofInstallation($stored, $rows[0] ?? (object) []);
    }

    /**
     * @param array<array-key, mixed> $defaults of this installation, by name, in place of the settings' own
     * @return array<string, array<string, string|array<string, string>>> the fields that _config returns, by name
     */
    public static function fields(array $defaults = []): array
    {
        $fields = [];
        foreach (self::all() as $name => $setting) {
            $default = $defaults[$name] ?? null;
            $fields[$name] = $setting->field(is_string($default) ? $default : null);
        }

        return $fields;
    }

    /** Columns of a SELECT with the stored values that a cart page's refresh depends on, each under its setting's name. */
    public static function refreshColumns(): string
    {
        $columns = [];
        foreach (self::all() as $name => $setting) {
            if ($setting->isForRefresh) {
                $columns[] = "(SELECT value FROM tbladdonmodules WHERE module = '" . self::MODULE
                    . "' AND setting = '{$name}' LIMIT 1) AS {$name}";
            }
        }

        return implode(', ', [...$columns, self::INSTALLATION_COLUMNS]);
    }

    /** @return array<string, string> by name of a setting whose stored value cannot be used: what is used in its place */
    public function unusable(): array
    {
        $replacements = [];
        foreach (self::all() as $name => $setting) {
            $replacement = $setting->replacement($this->stored[$name] ?? null);
            if ($replacement !== null) {
                $replacements[$name] = $replacement;
            }
        }

        return $replacements;
    }

    public function whole(string $name): int
    {
        $value = $this->value($name);

        return is_int($value) ? $value : throw self::unknown($name);
    }

    public function decimal(string $name): float
    {
        $value = $this->value($name);

        return is_float($value) ? $value : throw self::unknown($name);
    }

    public function isOn(string $name): bool
    {
        $value = $this->value($name);

        return is_bool($value) ? $value : throw self::unknown($name);
    }

    public function text(string $name): string
    {
        $value = $this->value($name);

        return is_string($value) ? $value : throw self::unknown($name);
    }

    /** Whether quantities are computed and shown, and none is written. */
    public function isPreview(): bool
    {
        return $this->isFirstUse || $this->isOn('preview_only');
    }

    private function value(string $name): int|float|bool|string|null
    {
        return $this->values[$name] ??= (self::all()[$name] ?? throw self::unknown($name))->value($this->stored[$name] ?? $this->defaults[$name] ?? null);
    }

    private static function unknown(string $name): LogicException
    {
        return new LogicException("There is no setting {$name} of this kind");
    }
}
