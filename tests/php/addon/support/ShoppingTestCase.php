<?php

/*
 * A shop whose carts are checked: sessions, carts and the hooks that WHMCS runs on them.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

abstract class ShoppingTestCase extends ShopTestCase
{
    /**
     * What a checkout of this cart is told; nothing when it passes.
     *
     * @param list<array<string, mixed>> $products the session's, each with `pid`
     * @param array<string, mixed> $session further parts of it
     * @return list<string>
     */
    protected function checkout(array $products, string $id = 'one', array $session = []): array
    {
        return $this->inShop(self::checkoutCode($products, $id, $session));
    }

    /**
     * @param list<array<string, mixed>> $products
     * @param array<string, mixed> $session
     */
    protected static function checkoutCode(array $products, string $id = 'one', array $session = []): string
    {
        return self::sessionCode($products, $id, $session) . self::errorsCode('ShoppingCartValidateCheckout', ['a' => 'checkout']);
    }

    /**
     * What the configuration of a line is told.
     *
     * @param list<array<string, mixed>> $products
     * @param array<string, mixed> $sent
     * @return list<string>
     */
    protected function configure(array $products, int $line, array $sent, string $id = 'one'): array
    {
        return $this->inShop(self::sessionCode($products, $id)
            . self::errorsCode('ShoppingCartValidateProductUpdate', ['i' => (string) $line] + $sent));
    }

    /**
     * @param list<array<string, mixed>> $products
     * @param array<string, mixed> $session
     */
    protected static function sessionCode(array $products, string $id, array $session = []): string
    {
        $session += ['cart' => ['products' => $products]];

        return ($id === '' ? '' : 'session_id(' . var_export($id, true) . ');') . ' $_SESSION = ' . var_export($session, true) . ';';
    }

    /** @param array<string, mixed> $vars */
    protected static function errorsCode(string $point, array $vars): string
    {
        return " \$errors = []; foreach (run_hook('{$point}', " . var_export($vars, true) . ') as $answer) {'
            . ' $errors = [...$errors, ...(array) $answer]; } return $errors;';
    }

    /** The id of an option's choice. */
    protected function choice(int $option, string $name): int
    {
        return (int) \WHMCS\Database\Capsule::table('tblproductconfigoptionssub')
            ->where('configid', $option)->where('optionname', $name)->value('id');
    }

    /** A group with room for this many servers of 1024 MB, with a buffer of 0. */
    protected function room(int $group, int $servers): void
    {
        $memory = $servers === 0 ? [1024, 1024] : [1024 * $servers, 0];
        $this->panel->group($group, [['memory' => $memory] + self::host(10 * $group + 1, 0)]);
    }

    /** @param array<string, mixed> $columns */
    protected function product(string $name, int $group, array $columns = []): int
    {
        return $this->catalogue->product($name, 3, $group, $columns + ['configoption7' => '0']);
    }

    /** @return list<string> activity lines that say that a cart was not checked */
    protected function passed(): array
    {
        return array_values(array_filter(
            $this->activity(),
            static fn (string $line): bool => str_contains($line, 'not checked'),
        ));
    }
}
