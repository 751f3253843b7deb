<?php

/*
 * Who uses the shop in this request: the session with its cart, what was sent, and the language. Nothing in it is trusted to have a shape.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Customer;

use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Visitor
{
    /** Where the session keeps its name among the claims: WHMCS changes a session's id when somebody signs in. */
    private const CLAIM = 'virtfusion_stock_claim';

    /**
     * @param array<array-key, mixed> $session
     * @param array<array-key, mixed> $request
     */
    private function __construct(private array $session, private array $request, private string $sessionId)
    {
    }

    /** For entry points only. */
    public static function ofRequest(): self
    {
        $session = $_SESSION ?? [];

        return new self($session, $_REQUEST, function_exists('session_id') ? (string) session_id() : '');
    }

    /** @return array<array-key, mixed> the products in the cart, as WHMCS keeps them */
    public function products(): array
    {
        $cart = $this->session['cart'] ?? null;
        $products = is_array($cart) ? $cart['products'] ?? null : null;

        return is_array($products) ? $products : [];
    }

    /**
     * A value that was sent: from the hook's variables, or else from the request.
     *
     * @param array<array-key, mixed> $vars
     */
    public function sent(array $vars, string $name): mixed
    {
        return $vars[$name] ?? $this->request[$name] ?? null;
    }

    /** @return string what the session is called among the claims, a hash; blank without a session */
    public function claim(): string
    {
        $known = $this->session[self::CLAIM] ?? null;
        if (is_string($known) && preg_match('/^[0-9a-f]{64}$/D', $known) === 1) {
            return $known;
        }

        return $this->sessionId === '' ? '' : hash('sha256', $this->sessionId);
    }

    /** Keeps the name for the session's later requests. */
    public function remember(string $claim): void
    {
        $this->session[self::CLAIM] = $claim;
        if (isset($_SESSION)) {
            $_SESSION[self::CLAIM] = $claim;
        }
    }

    /**
     * The language that WHMCS shows its pages in: the session's, else the client's, else the shop's.
     *
     * @param array<array-key, mixed> $vars a page's template variables
     */
    public function language(Database $database, array $vars = []): Language
    {
        foreach ([$vars['language'] ?? null, $this->session['Language'] ?? null] as $name) {
            if (is_string($name) && $name !== '') {
                return Language::of($name);
            }
        }
        $client = $this->session['uid'] ?? null;
        $name = is_numeric($client)
            ? $database->table('tblclients')->where('id', (int) $client)->value('language')
            : null;
        if (!is_string($name) || $name === '') {
            $name = $database->table('tblconfiguration')->where('setting', 'Language')->value('value');
        }

        return Language::of($name);
    }
}
