<?php

/*
 * One line of a cart that orders VirtFusion servers, and what one of them takes.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Checkout;

use WHMCS\Module\Addon\VirtfusionStock\Order\Sizing;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/** @phpstan-import-type Hold from Sizing */
final class Line
{
    /** @var Hold */
    public readonly array $size;

    /**
     * @param int $number its place in the cart, from 1
     * @param int $copies servers that it orders, each of the same size
     * @param array<string, string> $labels HostModule::labels()
     * @param array<array-key, string> $chosen value by the option's label
     */
    public function __construct(
        public readonly int $number,
        public readonly Product $product,
        public readonly int $copies,
        private array $labels,
        private array $chosen,
    ) {
        $this->size = $this->sized($chosen);
    }

    /** @return string|null the value that is chosen in place of the product's; null if none is */
    public function chosen(string $key): ?string
    {
        $value = $this->chosen[$this->labels[$key] ?? ''] ?? '';

        return $value === '' ? null : $value;
    }

    /**
     * The size of a server that is the same but for one choice.
     *
     * @param string $key of HostModule::labels()
     * @return Hold
     */
    public function with(string $key, string $value): array
    {
        return $this->sized([$this->labels[$key] ?? '' => $value] + $this->chosen);
    }

    /**
     * @param array<array-key, string> $chosen
     * @return Hold
     */
    private function sized(array $chosen): array
    {
        return (new Sizing($this->labels))->hold(1, $this->product->columns(), $chosen);
    }
}
