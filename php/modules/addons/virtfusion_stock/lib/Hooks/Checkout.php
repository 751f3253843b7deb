<?php

/*
 * The hooks that WHMCS runs before it takes a cart or an upgrade: they refuse what is known not to fit. No method throws, and every
 * failure lets the order pass; it is logged once.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Closure;
use Illuminate\Database\QueryException;
use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Checkout\Cart;
use WHMCS\Module\Addon\VirtfusionStock\Checkout\Claims;
use WHMCS\Module\Addon\VirtfusionStock\Checkout\Upgrade;
use WHMCS\Module\Addon\VirtfusionStock\Checkout\Validation;
use WHMCS\Module\Addon\VirtfusionStock\Customer\Texts;
use WHMCS\Module\Addon\VirtfusionStock\Customer\Visitor;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Checkout
{
    /** Seconds in which the same kind of failure is logged once, over all processes. */
    private const PERIOD = 600;

    public function __construct(private Shop $shop, private Visitor $visitor)
    {
    }

    /**
     * A line that is being configured.
     *
     * @param mixed $vars what was sent
     * @return list<string> errors, as HTML
     */
    public function line(mixed $vars): array
    {
        return $this->checked(function () use ($vars): array {
            $vars = is_array($vars) ? $vars : [];
            $key = $this->visitor->sent($vars, 'i');
            $products = $this->visitor->products();
            if ((!is_int($key) && !is_string($key)) || !is_array($products[$key] ?? null)) {
                return [];
            }
            $products[$key] = $this->asSent($products[$key], $vars);
            $cart = Cart::read($this->shop, $products);
            if (!isset($cart->lines[$key]) || !$cart->hasControlled() || !$this->hasExtension()) {
                return [];
            }
            $validation = $this->validation();
            $errors = $validation->line($cart, $key, $this->visitor->claim());
            $this->report($errors === [] ? $validation->trouble() : null);

            return $errors;
        });
    }

    /**
     * The whole cart, which is about to be paid.
     *
     * @return list<string> errors, as HTML
     */
    public function cart(): array
    {
        return $this->checked(function (): array {
            $cart = Cart::read($this->shop, $this->visitor->products());
            if ($cart->lines === [] || !$this->hasExtension()) {
                return [];
            }
            $session = $this->visitor->claim();
            $this->visitor->remember($session);
            $validation = $this->validation();
            $errors = $validation->cart($cart, $session);
            $this->report($errors === [] ? $validation->trouble() : null);

            return $errors;
        });
    }

    /**
     * An upgrade of a service.
     *
     * @param mixed $vars `id` of the service, `pid` of the product that it becomes
     * @return list<string> errors, as HTML
     */
    public function upgrade(mixed $vars): array
    {
        return $this->checked(function () use ($vars): array {
            $vars = is_array($vars) ? $vars : [];
            $options = $this->visitor->sent($vars, 'configoption');
            $upgrade = Upgrade::read(
                $this->shop,
                $this->visitor->sent($vars, 'id'),
                $vars['pid'] ?? null,
                is_array($options) ? $options : [],
            );
            if ($upgrade === null || !$this->hasExtension()) {
                return [];
            }
            $fits = $upgrade->fits($this->shop);
            $this->report($upgrade->trouble());

            return $fits === false ? [$this->texts()()->say('upgrade')] : [];
        });
    }

    /** The order has rows of its own, which hold in the claim's place. */
    public function ordered(): void
    {
        try {
            $session = $this->visitor->claim();
            if ($session !== '' && $this->shop->settings()->isOn('check_orders')) {
                $this->claims()->drop($session);
            }
        } catch (Throwable $failure) {
            $this->failed($failure);
        }
    }

    /**
     * @param Closure(): list<string> $check
     * @return list<string>
     */
    private function checked(Closure $check): array
    {
        try {
            return $this->shop->settings()->isOn('check_orders') ? array_map(Text::html(...), $check()) : [];
        } catch (Throwable $failure) {
            $this->failed($failure);

            return [];
        }
    }

    /**
     * @param array<array-key, mixed> $product the line as the session has it
     * @param array<array-key, mixed> $vars
     * @return array<array-key, mixed> as it will be
     */
    private function asSent(array $product, array $vars): array
    {
        $options = $this->visitor->sent($vars, 'configoption');
        if (is_array($options)) {
            $product['configoptions'] = $options;
        }
        $copies = $this->visitor->sent($vars, 'qty');

        return is_scalar($copies) ? ['qty' => $copies] + $product : $product;
    }

    private function validation(): Validation
    {
        return new Validation($this->shop, $this->claims(), $this->texts());
    }

    private function claims(): Claims
    {
        return new Claims($this->shop->database, $this->shop->tables(), $this->shop->clock);
    }

    /** @return Closure(): Texts */
    private function texts(): Closure
    {
        return fn (): Texts => Texts::in(
            $this->visitor->language($this->shop->database),
            dirname(__DIR__, 2) . '/lang',
            fn (Throwable $failure) => $this->report('a text of lang/overrides cannot be read: ' . $failure->getMessage()),
        );
    }

    private function hasExtension(): bool
    {
        if (Extension::loaded()) {
            return true;
        }
        if ($this->claims()->once('extension', 86400)) {
            $this->shop->journal()->activity('carts are not checked. ' . Extension::advice());
        }

        return false;
    }

    private function report(?string $trouble): void
    {
        if ($trouble !== null && $this->shop->limits()->acquire('check:' . substr(md5($trouble), 0, 12), self::PERIOD)) {
            $this->shop->journal()->activity('a cart was not checked in full, and passed: ' . Text::line($trouble, 300));
        }
    }

    private function failed(Throwable $failure): void
    {
        try {
            $cause = $failure instanceof QueryException ? ($failure->getPrevious() ?? $failure) : $failure;
            $this->report($cause::class . ': ' . $cause->getMessage());
        } catch (Throwable) {
            // Without the database the limit cannot be named: better twice in a log than not at all.
            $this->shop->journal()->activity('a cart was not checked, and passed: ' . Text::line($failure->getMessage(), 300));
        }
    }
}
