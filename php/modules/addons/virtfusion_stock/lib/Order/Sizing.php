<?php

/*
 * What a server takes, from what its order asks the panel for: the product's row, with the chosen options in place of it. It follows
 * the host module: a number is cut to an integer, and a memory below 1024 is in GB.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Order;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Products;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/**
 * A hold as the extension takes it. Without a package or a group the panel refuses the order, and the hold takes nothing.
 *
 * @phpstan-type Hold array{
 *     id: int,
 *     package: int|null,
 *     group: int|null,
 *     ipv4: int,
 *     memory: int|null,
 *     cpuCores: int|null,
 *     primaryStorage: int|null,
 *     primaryStorageProfile: int|null
 * }
 */
final class Sizing
{
    /** Types of options that are chosen by a number: yes/no and quantity. */
    private const COUNTED = ['3', '4'];

    /** A number of memory below this one is in GB. */
    private const FIRST_MEGABYTES = 1024;

    /** Keys of a hold that keep the package's value unless the option is chosen => keys of the labels. */
    private const SIZES = [
        'memory' => 'memory',
        'cpuCores' => 'cpuCores',
        'primaryStorage' => 'storage',
        'primaryStorageProfile' => 'storageProfile',
    ];

    /** @param array<string, string> $labels HostModule::labels() */
    public function __construct(private array $labels)
    {
    }

    /**
     * The hold of one server.
     *
     * A chosen value that is a text or below 0 makes the panel refuse the whole order: the hold then has no package. A blank one
     * counts as not chosen.
     *
     * @param int $id of the service, above 0
     * @param array<array-key, mixed> $row configoption1, configoption2 and configoption3 of the product
     * @param array<array-key, mixed> $chosen the value of each chosen option, by its label: label() and chosen()
     * @return Hold
     */
    public function hold(int $id, array $row, array $chosen): array
    {
        $values = [];
        $isRefused = false;
        foreach ($this->labels as $key => $label) {
            $text = self::text($chosen[$label] ?? null);
            $values[$key] = self::number($text);
            $isRefused = $isRefused || ($text !== '' && ($values[$key] === null || $values[$key] < 0));
        }
        $package = $values['packageId'] ?? self::id(self::text($row['configoption2'] ?? null)) ?? 0;
        $group = $values['hypervisorId'] ?? self::id(Products::value(self::text($row['configoption1'] ?? null))) ?? 0;
        $hold = [
            'id' => $id,
            'package' => $isRefused || $package < 1 ? null : $package,
            'group' => $group < 1 ? null : $group,
            'ipv4' => max(0, $values['ipv4'] ?? self::addresses(self::text($row['configoption3'] ?? null))),
        ];
        foreach (self::SIZES as $key => $label) {
            $hold[$key] = $isRefused ? null : $values[$label] ?? null;
        }
        if ($hold['memory'] !== null && $hold['memory'] < self::FIRST_MEGABYTES) {
            $hold['memory'] *= 1024;
        }

        return $hold;
    }

    /** An option's name as orders carry it. */
    public static function label(string $option): string
    {
        return Products::value($option);
    }

    /**
     * The value of a chosen option.
     *
     * @param mixed $type the option's: 1 dropdown, 2 radio, 3 yes/no, 4 quantity
     * @param string|null $subOption the chosen sub-option's name, as stored
     * @param mixed $number of a quantity, or 1 for yes
     */
    public static function chosen(mixed $type, ?string $subOption, mixed $number): string
    {
        return in_array(self::text($type), self::COUNTED, true) ? self::text($number) : Products::value((string) $subOption);
    }

    /** Addresses of a product's own configoption3: 1 when it is blank, not a number, or below 0 even by a fraction. */
    private static function addresses(string $text): int
    {
        $isBelowZero = str_starts_with($text, '-') && preg_match('/^-[\d.]*[1-9]/', $text) === 1;

        return $isBelowZero ? 1 : self::number($text) ?? 1;
    }

    /** An id of the panel's in a product's row: all digits. */
    private static function id(string $text): ?int
    {
        return preg_match('/^\d+$/D', $text) === 1 ? self::number($text) : null;
    }

    /** @return int|null null when it is not a number; one that no integer holds is the largest or the smallest */
    private static function number(string $text): ?int
    {
        if (!is_numeric($text)) {
            return null;
        }
        $number = (float) $text;
        if (abs($number) >= (float) PHP_INT_MAX) {
            return $number > 0 ? PHP_INT_MAX : PHP_INT_MIN;
        }

        return preg_match('/^-?\d+$/D', $text) === 1 ? (int) $text : (int) $number;
    }

    private static function text(mixed $value): string
    {
        return is_scalar($value) ? trim((string) $value) : '';
    }
}
