<?php

/*
 * Checks a cart against what the panel has room for. Its answers are texts for the customer: none means that the cart passes. Exceptions
 * reach the caller, a hook, which lets the order pass.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Checkout;

use Closure;
use RuntimeException;
use WHMCS\Module\Addon\VirtfusionStock\Customer\Texts;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\OnOrder;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Validation
{
    /** Seconds to wait for the process that changes quantities or checks another cart. */
    private const PATIENCE = 3.0;

    /** Why the cart was not checked in full; null if it was. */
    private ?string $trouble = null;

    /** @param Closure(): Texts $texts is called when there is something to say */
    public function __construct(private Shop $shop, private Claims $claims, private Closure $texts)
    {
    }

    /** Why the last cart was not checked in full; null if it was. */
    public function trouble(): ?string
    {
        return $this->trouble;
    }

    /**
     * One line that is being configured, after all others of its cart.
     *
     * @param array-key $configured the line's key
     * @param string $session Visitor::claim()
     * @return list<string>
     */
    public function line(Cart $cart, int|string $configured, string $session): array
    {
        $line = $cart->lines[$configured] ?? null;
        if ($line === null || !$line->product->isControlled) {
            return [];
        }
        $gate = $this->gate(new Budget($this->shop->clock), $session);
        foreach ($cart->lines as $key => $other) {
            if ((string) $key !== (string) $configured) {
                $gate->takeAll($other);
            }
        }
        $fitted = $gate->admit($line);
        $this->trouble = $gate->trouble();

        return $fitted === null ? [] : [(new Advice($gate, ($this->texts)()))->for($line, $fitted)];
    }

    /**
     * The whole cart, which is about to be paid. A cart that passes claims what it takes.
     *
     * @param string $session Visitor::claim(); blank: nothing is claimed
     * @return list<string>
     */
    public function cart(Cart $cart, string $session): array
    {
        $budget = new Budget($this->shop->clock);
        $lock = $budget->without(fn () => $this->shop->lock()->take(self::PATIENCE));
        if ($lock === null) {
            $this->trouble = 'another process had the lock for ' . (int) self::PATIENCE . ' seconds';

            return [];
        }
        try {
            $gate = $this->gate($budget, $session);
            $refused = $this->refused($cart, $gate);
            $this->trouble = $gate->trouble();
            if ($session !== '') {
                $refused === [] ? $this->claims->put($session, $gate->own()) : $this->claims->drop($session);
            }

            return $refused;
        } finally {
            $lock->release();
        }
    }

    /** @return list<string> */
    private function refused(Cart $cart, Gate $gate): array
    {
        $refused = [];
        foreach ($cart->lines as $line) {
            $fitted = $gate->admit($line);
            if ($fitted !== null) {
                $texts = ($this->texts)();
                $refused[] = $texts->say('line', [
                    'line' => $line->number,
                    'product' => $line->product->name,
                    'message' => (new Advice($gate, $texts))->for($line, $fitted),
                ]);
            }
        }

        return $refused;
    }

    private function gate(Budget $budget, string $session): Gate
    {
        $settings = $this->shop->settings();
        $panels = $this->shop->panels();
        $claims = $this->claims->others($session);
        $onOrder = OnOrder::read($this->shop, $settings, $panels);
        if ($onOrder->error !== null) {
            throw new RuntimeException("the open orders cannot be read: {$onOrder->error}");
        }
        $taken = Claims::beside($claims, $onOrder->holds);
        foreach (array_keys($panels->all()) as $panel) {
            $taken[$panel] = [...$onOrder->holds->of($panel), ...($taken[$panel] ?? [])];
        }

        return new Gate($panels, $budget, $settings->text('default_buffer'), $taken, $onOrder->since);
    }
}
