<?php

/*
 * The addon's settings: what WHMCS shows in the addon's configuration, and what is stored there, made usable. WHMCS
 * stores whatever is typed: a setting that cannot be used has its default, and the page says so.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use WHMCS\Database\Capsule;

final class Settings
{
    public const MODULE = 'virtfusion_stock';

    /** Those that a product's refresh depends on. */
    public const OF_A_REFRESH = ['cart_deadline', 'largest_quantity', 'default_buffer', 'preview_only'];

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
        /** @var array<string, string> settings that hold something else than what is used => what is used instead */
        public readonly array $unusable,
    ) {
    }

    public static function load(): self
    {
        $query = Capsule::table('tbladdonmodules')->where('module', self::MODULE);

        return self::from(Exchange::once(static fn (): array => $query->pluck('value', 'setting')->all()));
    }

    /** @param array<array-key, mixed> $stored setting => value */
    public static function from(array $stored): self
    {
        $cron = self::number($stored['cron_interval'] ?? null, 60, self::COLUMN_MAX) ?? 7200;
        $deadline = self::number($stored['cart_deadline'] ?? null, 0.1, 30) ?? 1.5;
        $largest = self::number($stored['largest_quantity'] ?? null, 1, self::COLUMN_MAX);
        $buffer = self::buffer($stored['default_buffer'] ?? null);
        $used = [
            'cron_interval' => (string) (int) $cron,
            'cart_deadline' => (string) $deadline,
            'largest_quantity' => $largest === null ? '' : (string) (int) $largest,
            'default_buffer' => $buffer,
        ];

        return new self(
            (int) $cron,
            $deadline,
            (int) ($largest ?? self::COLUMN_MAX),
            self::flag($stored['accept_orders'] ?? 'on'),
            $buffer,
            self::flag($stored['preview_only'] ?? ''),
            array_filter($used, static fn (string $value, string $name): bool => !self::means(
                self::text($stored[$name] ?? null),
                $value,
            ), ARRAY_FILTER_USE_BOTH),
        );
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

    /** Whether what is stored is what is used; blank is the default. */
    private static function means(string $stored, string $used): bool
    {
        return $stored === '' || $stored === $used
            || (is_numeric($stored) && is_numeric($used) && (float) $stored === (float) $used);
    }

    /** @return float|null null when it is no such number; what is above the most is the most */
    private static function number(mixed $value, float $least, float $most): ?float
    {
        $text = self::text($value);
        if (!is_numeric($text) || !is_finite((float) $text) || (float) $text < $least) {
            return null;
        }

        return min((float) $text, $most);
    }

    private static function flag(mixed $value): bool
    {
        return in_array(strtolower(self::text($value)), ['on', '1', 'yes', 'true'], true);
    }

    private static function buffer(mixed $value): string
    {
        $text = self::text($value);

        return preg_match('/^(\d+(?:\.\d+)?)\s*%?$/D', $text, $parts) === 1
            && is_numeric($parts[1]) && $parts[1] <= 100 ? $text : '10';
    }

    private static function text(mixed $value): string
    {
        return is_scalar($value) ? trim((string) $value) : '';
    }
}
