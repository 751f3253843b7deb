<?php

/*
 * Why a line of a cart does not fit, for the customer: what would fit in its place. It asks the gate, which answers from the same
 * arithmetic. The text is plain.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Checkout;

use WHMCS\Module\Addon\VirtfusionStock\Customer\Texts;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Choice;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Option;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Advice
{
    /** Sizes that can be too large, in the order in which they are tried: key of a label => key of a hold. */
    private const SIZES = [
        'memory' => 'memory',
        'cpuCores' => 'cpuCores',
        'storage' => 'primaryStorage',
        'ipv4' => 'ipv4',
    ];

    /** Key of a label => key of the text, where it is another one. */
    private const TEXTS = ['cpuCores' => 'cpu'];

    /** Choices of one option that are tried. */
    private const CHOICES = 20;

    /** Numbers of a quantity that are looked at. */
    private const NUMBERS = 10_000;

    private const MEGABYTES = 1024;

    public function __construct(private Gate $gate, private Texts $texts)
    {
    }

    /**
     * @param int $fitted servers of the line that fit
     */
    public function for(Line $line, int $fitted): string
    {
        if ($fitted > 0) {
            return $this->texts->count('copies', $fitted);
        }
        $location = $this->chosenName($line, 'hypervisorId');

        return $this->smaller($line, $location)
            ?? $this->otherPackage($line, $location)
            ?? $this->elsewhere($line, $location)
            ?? $this->texts->say($this->gate->fits($line, $line->size, false) === true ? 'together' : 'none');
    }

    private function smaller(Line $line, ?string $location): ?string
    {
        foreach (self::SIZES as $key => $part) {
            $wanted = $line->size[$part];
            if ($wanted === null || $line->chosen($key) === null) {
                continue;
            }
            $most = $this->largest($line, $key, $wanted);
            if ($most !== null) {
                return $this->tooLarge($key, $wanted, $most, $location);
            }
        }

        return null;
    }

    private function tooLarge(string $key, int $wanted, int $most, ?string $location): string
    {
        $text = (self::TEXTS[$key] ?? $key) . ($location === null ? '' : '_in');
        $values = ['location' => (string) $location];
        if ($key === 'memory' || $key === 'storage') {
            $said = fn (int $size): string => $key === 'memory'
                ? $this->texts->memory($size)
                : $this->texts->say('gigabytes', ['n' => $size]);

            return $this->texts->say($text, ['wanted' => $said($wanted), 'most' => $said($most)] + $values);
        }

        return $this->texts->count($text, $wanted, ['most' => $most] + $values);
    }

    /** @return int|null the largest choice below what is wanted that fits; null if none does */
    private function largest(Line $line, string $key, int $wanted): ?int
    {
        $candidates = $this->candidates($line, $key, $wanted);
        // What fits is a beginning of the list: the least that does not is searched by halves.
        $fits = 0;
        $ends = count($candidates);
        while ($fits < $ends) {
            $middle = intdiv($fits + $ends, 2);
            if ($this->gate->fits($line, $line->with($key, (string) $candidates[$middle])) === true) {
                $fits = $middle + 1;
            } else {
                $ends = $middle;
            }
        }

        return $fits === 0 ? null : $candidates[$fits - 1];
    }

    /** @return list<int> what can be chosen below the number, ascending */
    private function candidates(Line $line, string $key, int $wanted): array
    {
        $values = $line->product->options->values($key);
        foreach ($line->product->options->all as $option) {
            if ($option->key === $key && $option->isQuantity() && !$option->isHidden) {
                $values = [...$values, ...self::numbers($option, $key, $wanted)];
            }
        }
        $below = array_filter($values, static fn (int $value): bool => $value < $wanted);
        sort($below);

        return array_values(array_unique($below));
    }

    /** @return list<int> */
    private static function numbers(Option $option, string $key, int $wanted): array
    {
        $inGigabytes = $key === 'memory' && $option->least < self::MEGABYTES;
        $unit = $inGigabytes ? self::MEGABYTES : 1;
        $lowest = max($key === 'ipv4' ? 0 : 1, $option->least);
        $highest = min($option->most > 0 ? $option->most : PHP_INT_MAX, intdiv($wanted, $unit), $lowest + self::NUMBERS);

        return $highest < $lowest ? [] : array_map(static fn (int $n): int => $n * $unit, range($lowest, $highest));
    }

    private function otherPackage(Line $line, ?string $location): ?string
    {
        $wanted = $this->chosenName($line, 'packageId');
        $choices = $wanted === null ? [] : $this->fitting($line, 'packageId');
        if ($choices === []) {
            return null;
        }

        return $this->texts->say('package' . ($location === null ? '' : '_in'), [
            'wanted' => (string) $wanted,
            'location' => (string) $location,
            'choices' => implode(', ', $choices),
        ]);
    }

    private function elsewhere(Line $line, ?string $location): ?string
    {
        $choices = $location === null ? [] : $this->fitting($line, 'hypervisorId');

        return $choices === [] ? null : $this->texts->say('elsewhere', [
            'location' => (string) $location,
            'choices' => implode(', ', $choices),
        ]);
    }

    /** @return list<string> the names of the other choices with which the server fits */
    private function fitting(Line $line, string $key): array
    {
        $names = [];
        foreach (array_slice($line->product->options->choices($key), 0, self::CHOICES) as $choice) {
            $isOther = $choice->value() !== $line->chosen($key);
            if ($isOther && $this->gate->fits($line, $line->with($key, $choice->value())) === true) {
                $names[] = $choice->display();
            }
        }

        return array_values(array_unique($names));
    }

    /** @return string|null what customers see of the choice; null if none is chosen */
    private function chosenName(Line $line, string $key): ?string
    {
        $chosen = $line->chosen($key);
        $names = array_map(
            static fn (Choice $choice): string => $choice->display(),
            array_filter(
                $line->product->options->choices($key, false),
                static fn (Choice $choice): bool => $choice->value() === $chosen,
            ),
        );

        return $chosen === null ? null : array_values($names)[0] ?? null;
    }
}
