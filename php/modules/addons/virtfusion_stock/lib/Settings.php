<?php

/*
 * The addon's settings: what WHMCS shows in the addon's configuration, and what is stored there, made
 * usable. A setting that is missing or cannot be used has its default.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use WHMCS\Database\Capsule;

final class Settings
{
    public const MODULE = 'virtfusion_stock';

    /** The largest value of tblproducts.qty. */
    private const COLUMN_MAX = 2147483647;

    private function __construct(
        /** Seconds between two full recalculations by the cron. */
        public readonly int $cronInterval,
        /** Seconds that a cart page may wait for the panel. */
        public readonly float $cartDeadline,
        /** The largest quantity that is written. */
        public readonly int $largestQuantity,
        public readonly bool $acceptOrders,
        /** The buffer, as text, of products that leave theirs blank. */
        public readonly string $defaultBuffer,
        /** Compute and show, and leave tblproducts alone. */
        public readonly bool $previewOnly,
    ) {
    }

    public static function load(): self
    {
        return self::from(
            Capsule::table('tbladdonmodules')->where('module', self::MODULE)->pluck('value', 'setting')->all(),
        );
    }

    /** @param array<string, mixed> $stored setting => value */
    public static function from(array $stored): self
    {
        $largest = self::number($stored['largest_quantity'] ?? '', 1, self::COLUMN_MAX);

        return new self(
            (int) (self::number($stored['cron_interval'] ?? '', 60, self::COLUMN_MAX) ?? 7200),
            self::number($stored['cart_deadline'] ?? '', 0.1, 30) ?? 1.5,
            (int) ($largest ?? self::COLUMN_MAX),
            self::flag($stored['accept_orders'] ?? 'on'),
            self::buffer($stored['default_buffer'] ?? ''),
            self::flag($stored['preview_only'] ?? ''),
        );
    }

    /** @return list<string> */
    public static function names(): array
    {
        return array_keys(self::fields());
    }

    /** @return array<string, array<string, string>> the fields of _config */
    public static function fields(): array
    {
        return [
            'cron_interval' => [
                'FriendlyName' => 'Cron interval',
                'Type' => 'text',
                'Size' => '10',
                'Default' => '7200',
                'Description' => 'Seconds between two full recalculations by the cron, 60 or more.',
            ],
            'cart_deadline' => [
                'FriendlyName' => 'Cart deadline',
                'Type' => 'text',
                'Size' => '10',
                'Default' => '1.5',
                'Description' => 'Seconds that a cart page waits for the panel at most, 0.1 to 30.',
            ],
            'largest_quantity' => [
                'FriendlyName' => 'Largest quantity to publish',
                'Type' => 'text',
                'Size' => '10',
                'Default' => '',
                'Description' => 'A larger quantity is written as this. Blank: no such limit.',
            ],
            'accept_orders' => [
                'FriendlyName' => 'Accept orders',
                'Type' => 'yesno',
                'Default' => 'on',
                'Description' => 'Accept a pending order once all its VirtFusion services are provisioned.',
            ],
            'default_buffer' => [
                'FriendlyName' => 'Default buffer',
                'Type' => 'text',
                'Size' => '10',
                'Default' => '10',
                'Description' => 'Percent of each resource that stays free, for products that leave theirs blank.',
            ],
            'preview_only' => [
                'FriendlyName' => 'Preview only',
                'Type' => 'yesno',
                'Default' => '',
                'Description' => 'Compute and show the quantities, and write none of them to the products.',
            ],
        ];
    }

    private static function number(mixed $value, float $least, float $most): ?float
    {
        $text = is_scalar($value) ? trim((string) $value) : '';
        if (!is_numeric($text) || !is_finite((float) $text) || (float) $text < $least) {
            return null;
        }

        return min((float) $text, $most);
    }

    private static function flag(mixed $value): bool
    {
        $text = is_scalar($value) ? strtolower(trim((string) $value)) : '';

        return in_array($text, ['on', '1', 'yes', 'true'], true);
    }

    private static function buffer(mixed $value): string
    {
        $text = is_scalar($value) ? trim((string) $value) : '';

        return preg_match('/^\d+(\.\d+)?\s*%?$/', $text) === 1 ? $text : '10';
    }
}
