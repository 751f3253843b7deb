<?php

/*
 * A product's row, as far as stock depends on it, with the options that it can be ordered with. What its module settings mean is for the
 * extension to judge: they stay as the database gives them.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/**
 * @phpstan-type Row array{
 *     id: int,
 *     locations: list<string>,
 *     configoption1: string|null,
 *     configoption2: string|null,
 *     configoption3: string|null,
 *     configoption7: string,
 *     packages?: list<int>,
 *     size?: array<string, int>
 * }
 */
final class Product
{
    private const COLUMNS = ['configoption1', 'configoption2', 'configoption3', 'configoption7'];

    /** Value of `allowqty` under which a quantity is ordered as one service. */
    private const ONE_SERVICE = 3;

    /** @param array<string, string|null> $columns COLUMNS */
    private function __construct(
        public readonly int $id,
        public readonly string $name,
        /** The shop's. */
        public readonly int $quantity,
        /** 0: none. */
        public readonly int $serverGroup,
        public readonly bool $isControlled,
        /** Whether a cart line's quantity is ordered as so many services. */
        public readonly bool $isOrderedOneByOne,
        public readonly Options $options,
        private readonly array $columns,
        private readonly bool $visibleOnly,
    ) {
    }

    /**
     * @param object $row of tblproducts, as Products reads it
     * @param bool $visibleOnly whether only places where it can be ordered count; otherwise those where its servers may be as well
     */
    public static function of(object $row, Options $options, bool $visibleOnly = true): self
    {
        $columns = get_object_vars($row);
        $text = static fn (string $column): ?string => is_scalar($columns[$column] ?? null) ? (string) $columns[$column] : null;

        return new self(
            (int) $text('id'),
            (string) $text('name'),
            (int) $text('qty'),
            (int) $text('servergroup'),
            in_array($text('stockcontrol'), ['1', 'on'], true),
            (int) $text('allowqty') !== self::ONE_SERVICE,
            $options,
            array_combine(self::COLUMNS, array_map($text, self::COLUMNS)),
            $visibleOnly,
        );
    }

    /**
     * The row that the extension takes, for the smallest or the largest server that can be ordered. The only value that is filled in is
     * the buffer's default.
     *
     * @param string $end Options::SMALLEST or Options::LARGEST
     * @return Row
     */
    public function row(string $defaultBuffer, string $end): array
    {
        $packages = $this->options->packages();
        $size = $this->options->size($end);
        $ipv4 = $this->options->ipv4($end);

        return [
            'id' => $this->id,
            'locations' => $this->locations(),
            'configoption1' => $this->defaultGroup(),
            'configoption2' => $this->columns['configoption2'] ?? null,
            'configoption3' => $ipv4 === null ? $this->columns['configoption3'] ?? null : (string) $ipv4,
            'configoption7' => $this->buffer($defaultBuffer),
        ] + ($packages === [] ? [] : ['packages' => $packages]) + ($size === [] ? [] : ['size' => $size]);
    }

    /**
     * The rows of the largest servers that can be ordered: one for each package.
     *
     * @return list<Row>
     */
    public function largestRows(string $defaultBuffer): array
    {
        $row = $this->row($defaultBuffer, Options::LARGEST);
        $rows = [];
        foreach ($row['packages'] ?? [] as $package) {
            $one = $row;
            $one['configoption2'] = (string) $package;
            unset($one['packages']);
            $rows[] = $one;
        }

        return $rows === [] ? [$row] : $rows;
    }

    /** @return array<string, string|null> what an order takes where no option is chosen: the columns that Sizing reads */
    public function columns(): array
    {
        return $this->columns;
    }

    public function buffer(string $default): string
    {
        $buffer = (string) ($this->columns['configoption7'] ?? null);

        return trim($buffer) === '' ? $default : $buffer;
    }

    /** @return list<int> the packages that it can be ordered with, as far as they are ids */
    public function packages(): array
    {
        $own = self::number(trim((string) ($this->columns['configoption2'] ?? null)));
        $chosen = $this->options->packages();

        return $chosen !== [] ? $chosen : ($own === null ? [] : [$own]);
    }

    /** @return list<int> the groups that it can be placed in: the part before a pipe, when it is all digits */
    public function groups(): array
    {
        $groups = [];
        foreach ([$this->defaultGroup(), ...$this->locations()] as $name) {
            $group = self::number(Products::value((string) $name));
            if ($group !== null) {
                $groups[$group] = $group;
            }
        }

        return array_values($groups);
    }

    /** An id of the panel's: all digits, and above 0. */
    public static function number(string $text): ?int
    {
        return preg_match('/^\d+$/D', $text) === 1 && (int) $text > 0 ? (int) $text : null;
    }

    /** configoption1, unless every order names a location: then no order goes there. */
    private function defaultGroup(): ?string
    {
        if ($this->visibleOnly) {
            foreach ($this->locations() as $name) {
                if (self::number(Products::value($name)) !== null) {
                    return null;
                }
            }
        }

        return $this->columns['configoption1'] ?? null;
    }

    /** @return list<string> raw names of sub-options, in the order of the form */
    private function locations(): array
    {
        $choices = $this->options->choices('hypervisorId', $this->visibleOnly);

        return array_map(static fn (Choice $choice): string => $choice->name, $choices);
    }
}
