<?php

/*
 * Reads the panel's values as json_decode returns them. A value that is not understood is null, not 0.
 */

declare(strict_types=1);

namespace VirtFusionReference;

final class Values
{
    public static function number(mixed $value): ?int
    {
        if (is_int($value)) {
            return $value;
        }
        if (is_string($value)) {
            $value = is_numeric($value) ? $value + 0 : null;
            if (is_int($value)) {
                return $value;
            }
        }
        if (!is_float($value) || !is_finite($value)) {
            return null;
        }
        if (abs($value) >= PHP_INT_MAX) {
            return $value > 0 ? PHP_INT_MAX : PHP_INT_MIN;
        }

        return (int) $value;
    }

    public static function flag(mixed $value): ?bool
    {
        if (is_bool($value)) {
            return $value;
        }
        if (is_int($value) || is_float($value)) {
            return $value != 0;
        }

        return match ($value) {
            null, '0', 'false' => false,
            '1', 'true' => true,
            default => null,
        };
    }

    /** @return array{0: int, 1: int}|null the maximum and what is free */
    public static function quota(mixed $cell, string $units): ?array
    {
        if (!is_array($cell)) {
            return null;
        }
        $named = $cell['units'] ?? null;
        if ($named !== null && (!is_string($named) || strcasecmp($named, $units) !== 0)) {
            return null;
        }
        $max = self::number($cell['max'] ?? null);
        if ($max === null || $max < 0) {
            return null;
        }
        if ($max === 0) {
            return [0, 0];
        }
        $free = self::number($cell['free'] ?? null);
        if ($free === null) {
            $allocated = self::number($cell['allocated'] ?? null);
            $free = $allocated === null ? null : $max - $allocated;
        }

        return $free === null ? null : [$max, $free];
    }
}
