<?php

/*
 * The columns of a product's row that its stock depends on. Module settings stay as stored; the extension interprets them.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

final class Product
{
    private const OPTIONS = ['configoption1', 'configoption2', 'configoption3', 'configoption7'];

    /** @param list<string> $locations names of sub-options as stored, in the order of the form */
    private function __construct(
        public readonly int $id,
        public readonly string $name,
        /** In the shop. */
        public readonly int $quantity,
        /** The server group's id; 0: none. */
        public readonly int $serverGroup,
        /** @var array<string, string|null> */
        private readonly array $options,
        private readonly array $locations,
    ) {
    }

    /**
     * @param object $row of tblproducts, as Products reads it
     * @param list<string> $locations
     */
    public static function of(object $row, array $locations): self
    {
        $columns = get_object_vars($row);
        $text = static fn (string $column): ?string => is_scalar($columns[$column] ?? null) ? (string) $columns[$column] : null;

        return new self(
            (int) $text('id'),
            (string) $text('name'),
            (int) $text('qty'),
            (int) $text('servergroup'),
            array_combine(self::OPTIONS, array_map($text, self::OPTIONS)),
            $locations,
        );
    }

    /**
     * The row for the extension. A blank buffer is replaced by the default.
     *
     * @return array{id: int, locations: list<string>, configoption1: string|null, configoption2: string|null,
     *     configoption3: string|null, configoption7: string|null}
     */
    public function row(string $defaultBuffer): array
    {
        $buffer = $this->options['configoption7'] ?? null;

        return [
            'id' => $this->id,
            'locations' => $this->locations,
            'configoption1' => $this->options['configoption1'] ?? null,
            'configoption2' => $this->options['configoption2'] ?? null,
            'configoption3' => $this->options['configoption3'] ?? null,
            'configoption7' => trim((string) $buffer) === '' ? $defaultBuffer : $buffer,
        ];
    }

    /** The package's id; null if the row names none. */
    public function package(): ?int
    {
        return self::number(trim((string) ($this->options['configoption2'] ?? null)));
    }

    /** @return list<int> ids of the hypervisor groups that it can be placed in */
    public function groups(): array
    {
        $groups = [];
        foreach ([$this->options['configoption1'] ?? null, ...$this->locations] as $name) {
            $group = self::number(Products::value((string) $name));
            if ($group !== null) {
                $groups[$group] = $group;
            }
        }

        return array_values($groups);
    }

    /** An id on the panel: digits only, above 0. */
    private static function number(string $text): ?int
    {
        return preg_match('/^\d+$/D', $text) === 1 && (int) $text > 0 ? (int) $text : null;
    }
}
