<?php

/*
 * Reads one object of a stored report, field by field. A missing field or another type throws: a report in an older format is not read
 * at all, and gaps are never filled with guesses.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Report;

use UnexpectedValueException;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Record
{
    /** @param array<array-key, mixed> $fields */
    private function __construct(private array $fields)
    {
    }

    /** @throws UnexpectedValueException if it is not an object */
    public static function of(mixed $value): self
    {
        return is_array($value) ? new self($value) : throw new UnexpectedValueException('a report is not an object');
    }

    public function has(string $key): bool
    {
        return isset($this->fields[$key]);
    }

    /** @throws UnexpectedValueException */
    public function int(string $key): int
    {
        return $this->intOrNull($key) ?? throw self::unexpected($key);
    }

    /** @throws UnexpectedValueException */
    public function intOrNull(string $key): ?int
    {
        $value = $this->fields[$key] ?? null;

        return $value === null || is_int($value) ? $value : throw self::unexpected($key);
    }

    /** @throws UnexpectedValueException */
    public function number(string $key): float
    {
        $value = $this->fields[$key] ?? null;

        return is_int($value) || is_float($value) ? (float) $value : throw self::unexpected($key);
    }

    /** @throws UnexpectedValueException */
    public function text(string $key): string
    {
        return $this->textOrNull($key) ?? throw self::unexpected($key);
    }

    /** @throws UnexpectedValueException */
    public function textOrNull(string $key): ?string
    {
        $value = $this->fields[$key] ?? null;

        return $value === null || is_string($value) ? $value : throw self::unexpected($key);
    }

    /** @throws UnexpectedValueException */
    public function flag(string $key): bool
    {
        $value = $this->fields[$key] ?? null;

        return is_bool($value) ? $value : throw self::unexpected($key);
    }

    /**
     * @return list<string> empty if there is no such field
     * @throws UnexpectedValueException
     */
    public function texts(string $key): array
    {
        $texts = [];
        foreach ($this->values($key) as $value) {
            $texts[] = is_string($value) ? $value : throw self::unexpected($key);
        }

        return $texts;
    }

    /**
     * @return array<string, int> empty if there is no such field
     * @throws UnexpectedValueException
     */
    public function counts(string $key): array
    {
        $counts = [];
        foreach ($this->values($key) as $name => $value) {
            $counts[(string) $name] = is_int($value) ? $value : throw self::unexpected($key);
        }

        return $counts;
    }

    /** @throws UnexpectedValueException */
    public function record(string $key): self
    {
        return self::of($this->fields[$key] ?? null);
    }

    /**
     * @return list<self> empty if there is no such field
     * @throws UnexpectedValueException
     */
    public function records(string $key): array
    {
        return array_values(array_map(self::of(...), $this->values($key)));
    }

    /**
     * @return array<array-key, mixed>
     * @throws UnexpectedValueException
     */
    private function values(string $key): array
    {
        $values = $this->fields[$key] ?? [];

        return is_array($values) ? $values : throw self::unexpected($key);
    }

    private static function unexpected(string $key): UnexpectedValueException
    {
        return new UnexpectedValueException("a report's {$key} has an unexpected type");
    }
}
