<?php

/*
 * The footer of a product's configuration page: a script that says which locations are sold out or nearly so. Its data is the stored
 * report; the panel is not asked. It never throws, and without a recent report it adds nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Customer\Texts;
use WHMCS\Module\Addon\VirtfusionStock\Customer\Visitor;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Options;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class OrderForm
{
    /** Seconds after which a report marks nothing. */
    private const AGE = 120;

    /** From how many on the number is said. */
    private const FEW = 5;

    private const JSON = JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT | JSON_INVALID_UTF8_SUBSTITUTE | JSON_FORCE_OBJECT;

    public function __construct(private Shop $shop, private Visitor $visitor)
    {
    }

    /**
     * @param mixed $vars the page's template variables
     * @return string HTML, blank on every other page
     */
    public function footer(mixed $vars): string
    {
        try {
            $id = is_array($vars) ? $this->product($vars) : 0;
            if (!is_array($vars) || $id < 1 || !$this->shop->settings()->isOn('show_locations')) {
                return '';
            }
            $marks = $this->marks($id, $vars);
            $script = $marks === [] ? '' : trim((string) file_get_contents(dirname(__DIR__, 2) . '/templates/order_form.js'));

            return $marks === [] ? '' : '<script>' . $script . '(' . (string) json_encode($marks, self::JSON) . ');</script>';
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('marking the locations of an order form', $failure);

            return '';
        }
    }

    /** @param array<array-key, mixed> $vars */
    private function product(array $vars): int
    {
        $isForm = ($vars['templatefile'] ?? null) === 'configureproduct'
            || (($vars['filename'] ?? null) === 'cart' && $this->visitor->sent([], 'a') === 'confproduct');
        if (!$isForm) {
            return 0;
        }
        $info = is_array($vars['productinfo'] ?? null) ? $vars['productinfo'] : [];
        $key = $this->visitor->sent($vars, 'i');
        $line = is_int($key) || is_string($key) ? $this->visitor->products()[$key] ?? null : null;
        foreach ([$info['pid'] ?? null, is_array($line) ? $line['pid'] ?? null : null, $vars['pid'] ?? null] as $id) {
            if (is_numeric($id) && (int) $id > 0) {
                return (int) $id;
            }
        }

        return 0;
    }

    /**
     * @param array<array-key, mixed> $vars
     * @return array<int, array{text: string, sold: bool}> by sub-option
     */
    private function marks(int $id, array $vars): array
    {
        $product = $this->shop->products()->controlledOne($id)[$id] ?? null;
        if ($product === null || !$this->saysEnough($product)) {
            return [];
        }
        $groups = $this->groups($id);
        $texts = null;
        $marks = [];
        foreach ($product->options->choices('hypervisorId') as $choice) {
            $left = $this->left($groups[(int) Product::number($choice->value())] ?? null);
            if ($left !== null && $left <= self::FEW) {
                $texts ??= $this->texts($vars);
                $text = $left === 0 ? $texts->say('sold_out') : $texts->count('left', $left);
                $marks[$choice->id] = ['text' => $text, 'sold' => $left === 0];
            }
        }

        return $marks;
    }

    /**
     * Whether a group without room for what the report is for has no room for anything that can be ordered. Reports are for one package,
     * and for the largest server if the shop publishes that.
     */
    private function saysEnough(Product $product): bool
    {
        return count($product->options->packages()) < 2
            && (!$product->options->differInSize() || $this->shop->settings()->text('option_size') === Options::SMALLEST);
    }

    /** @return array<int, Group> by id; none when the report is too old */
    private function groups(int $product): array
    {
        $entry = $this->shop->ledger()->one($product);
        if ($entry === null || $entry->knownAt === null || abs($this->shop->clock->now() - $entry->knownAt) > self::AGE) {
            return [];
        }
        $groups = [];
        foreach ($entry->summary?->groups ?? [] as $group) {
            $groups[$group->id] = $group;
        }

        return $groups;
    }

    /** @return int|null servers that fit; null if it is not known, or nothing limits it */
    private function left(?Group $group): ?int
    {
        if ($group === null || !$group->isKnown()) {
            return null;
        }

        return $group->quantity ?? ($group->fits === 0 ? 0 : null);
    }

    /** @param array<array-key, mixed> $vars */
    private function texts(array $vars): Texts
    {
        $journal = $this->shop->journal();

        return Texts::in(
            $this->visitor->language($this->shop->database, $vars),
            dirname(__DIR__, 2) . '/lang',
            static fn (Throwable $failure) => $journal->failure('reading lang/overrides', $failure),
        );
    }
}
