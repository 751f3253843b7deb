<?php

/*
 * The configurable options of a product that change which server an order asks for. What is hidden cannot be ordered.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Options
{
    /** Columns that of() reads, from aliases `opt` and `sub`. */
    public const COLUMNS = [
        'opt.id as option_id', 'opt.optionname as label', 'opt.optiontype as option_type', 'opt.hidden as option_hidden',
        'opt.qtyminimum as least', 'opt.qtymaximum as most', 'sub.id as sub', 'sub.optionname as choice',
        'sub.hidden as choice_hidden', 'sub.sortorder as position',
    ];

    /** Ends of the sizes that can be chosen. */
    public const SMALLEST = 'smallest';
    public const LARGEST = 'largest';

    /** Key of a row's `size` => key of the label. */
    private const SIZES = ['memory' => 'memory', 'cpuCores' => 'cpuCores', 'primaryStorage' => 'storage'];

    /** A number of memory below this one is in GB, as the host module reads it. */
    private const FIRST_MEGABYTES = 1024;

    /** @var array<string, list<Choice>> by key, and whether only visible ones; most products share their options with others */
    private array $choices = [];

    /** @var array<string, list<int>> by key */
    private array $values = [];

    private ?bool $differInSize = null;

    /** @param array<int, Option> $all by id */
    private function __construct(public readonly array $all)
    {
    }

    /**
     * @param list<object> $rows with COLUMNS: each option once for every sub-option; further copies are ignored
     * @param array<string, string> $labels HostModule::labels()
     */
    public static function of(array $rows, array $labels): self
    {
        $keys = array_flip($labels);
        /** @var array<string, string|null> $known key by name */
        $known = [];
        /** @var array<int, object> $first row of each option */
        $first = [];
        /** @var array<int, array<int, Choice>> $choices by option and sub-option */
        $choices = [];
        foreach ($rows as $row) {
            $name = (string) $row->label;
            $known[$name] ??= $keys[Products::value($name)] ?? '';
            if ($row->option_id === null || $known[$name] === '') {
                continue;
            }
            $option = (int) $row->option_id;
            $first[$option] ??= $row;
            if ($row->choice !== null) {
                $isHidden = self::isSet($row->choice_hidden);
                $choices[$option][(int) $row->sub]
                    ??= new Choice((int) $row->sub, (string) $row->choice, $isHidden, (int) $row->position);
            }
        }
        $all = [];
        foreach ($first as $id => $row) {
            $of = array_values($choices[$id] ?? []);
            usort($of, Choice::inOrder(...));
            $isHidden = self::isSet($row->option_hidden);
            $key = (string) $known[(string) $row->label];
            $type = (int) $row->option_type;
            $all[$id] = new Option($id, $key, $type, $isHidden, (int) $row->least, (int) $row->most, $of);
        }
        ksort($all);

        return new self($all);
    }

    /**
     * What can be chosen in place of a value, in the order of the form.
     *
     * @param string $key of HostModule::labels()
     * @param bool $visibleOnly without what cannot be ordered
     * @return list<Choice>
     */
    public function choices(string $key, bool $visibleOnly = true): array
    {
        return $this->choices["{$key} " . (int) $visibleOnly] ??= $this->choicesOf($key, $visibleOnly);
    }

    /** @return list<Choice> */
    private function choicesOf(string $key, bool $visibleOnly): array
    {
        $choices = [];
        foreach ($this->all as $option) {
            if ($option->key === $key && !$option->isCounted()) {
                $choices = [...$choices, ...($visibleOnly ? $option->visible() : $option->choices)];
            }
        }
        usort($choices, Choice::inOrder(...));

        return $choices;
    }

    /** @return list<int> packages that can be chosen, each once */
    public function packages(): array
    {
        $packages = [];
        foreach ($this->choices('packageId') as $choice) {
            $package = Product::number($choice->value());
            if ($package !== null) {
                $packages[$package] = $package;
            }
        }

        return array_values($packages);
    }

    /**
     * The sizes at one end of what can be chosen.
     *
     * @param string $end SMALLEST or LARGEST
     * @return array<string, int> by key of a row's `size`; what cannot be chosen is missing
     */
    public function size(string $end): array
    {
        $size = [];
        foreach (self::SIZES as $key => $label) {
            $value = self::end($this->values($label), $end);
            if ($value !== null) {
                $size[$key] = $value;
            }
        }

        return $size;
    }

    /**
     * @param string $end SMALLEST or LARGEST
     * @return int|null null if addresses cannot be chosen
     */
    public function ipv4(string $end): ?int
    {
        return self::end($this->values('ipv4'), $end);
    }

    /** Whether orders of this product differ in size. */
    public function differInSize(): bool
    {
        return $this->differInSize ??= count($this->packages()) > 1
            || $this->size(self::SMALLEST) !== $this->size(self::LARGEST)
            || $this->ipv4(self::SMALLEST) !== $this->ipv4(self::LARGEST);
    }

    /**
     * The numbers that can be chosen, ascending and each once; memory is in MB. A quantity without a largest number has no largest
     * value. A size of 0 is none.
     *
     * @param string $key of HostModule::labels()
     * @return list<int>
     */
    public function values(string $key): array
    {
        return $this->values[$key] ??= $this->valuesOf($key);
    }

    /** @return list<int> */
    private function valuesOf(string $key): array
    {
        $least = $key === 'ipv4' ? 0 : 1;
        $values = [];
        foreach ($this->all as $option) {
            if ($option->key !== $key || $option->isHidden) {
                continue;
            }
            foreach (self::numbers($option, $least) as $number) {
                $number = $key === 'memory' && $number < self::FIRST_MEGABYTES ? $number * 1024 : $number;
                $values[$number] = $number;
            }
        }
        sort($values);

        return $values;
    }

    /** @return list<int> */
    private static function numbers(Option $option, int $least): array
    {
        if ($option->isQuantity()) {
            $lowest = max($least, $option->least);

            return $option->most > $lowest ? [$lowest, $option->most] : [$lowest];
        }
        if ($option->isCounted()) {
            return $least === 0 ? [0, 1] : [];
        }
        $numbers = [];
        foreach ($option->visible() as $choice) {
            $value = $choice->value();
            if (is_numeric($value) && (float) $value >= $least && (float) $value < 1e15) {
                $numbers[] = (int) $value;
            }
        }

        return $numbers;
    }

    /** @param list<int> $values ascending */
    private static function end(array $values, string $end): ?int
    {
        return $values === [] ? null : ($end === self::LARGEST ? $values[count($values) - 1] : $values[0]);
    }

    private static function isSet(mixed $flag): bool
    {
        return !in_array(strtolower(trim((string) $flag)), ['', '0', 'off', 'no', 'false'], true);
    }
}
