<?php

/*
 * The demo's steps: a recalculation, a cart that does not fit as a whole, and a recalculation while the panel is down. Prints the
 * results and returns what is wrong with them.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

use WHMCS\Module\Addon\VirtfusionStock\Console\Table;
use WHMCS\Module\Addon\VirtfusionStock\Console\Terminal;

final class Show
{
    private const PLACED = 'Set to what still fits';
    private const SOLD_OUT = 'Sold out';
    private const NOT_UPDATED = 'Not updated';

    /** A product of which 3 fit. */
    private const SCARCE = 'Two IPv4 each';

    /** What the cart is told, by language. */
    private const REFUSALS = [
        'english' => 'Item 2 in your cart (Two IPv4 each): Only 1 server of this kind is available at the moment.',
        'german' => 'Artikel 2 in Ihrem Warenkorb (Two IPv4 each): Derzeit ist nur 1 Server dieser Art verfügbar.',
        'polish' => 'Pozycja 2 w koszyku (Two IPv4 each): Obecnie dostępny jest tylko 1 serwer tego rodzaju.',
    ];

    private const NEXT = <<<'TEXT'

        Next
          README.md, "Install"       into a WHMCS of your own; "Preview only" shows what would change and writes nothing
          make test                  the rules, the extension, and the addon on MariaDB
          tests/doubles/whmcs/demo/  the packages, groups and products above

        TEXT;

    public function __construct(private Stage $stage)
    {
    }

    /** @return list<string> what is not as it should be */
    public function play(): array
    {
        $products = Scenario::products();
        echo "A shop with ", count($products), " products and a simulated VirtFusion panel, on this machine alone.\n\n";
        $before = $this->stage->quantities();
        $this->stage->recalculate();
        $after = $this->stage->quantities();
        $requests = $this->stage->panel()->requests();
        echo $this->table($products, $before, $after), "\n";
        echo 'The panel was asked ', count($requests),
            " times: once for all packages, and once for each page of a group.\n\n";
        $refusals = $this->refusals($products);

        $this->stage->panel()->goDown();
        $this->stage->recalculate();
        $later = $this->stage->quantities();
        $stayed = count(array_intersect_assoc($after, $later));
        echo 'Then the panel was taken down and everything recalculated: ', $stayed, ' of ', count($after),
            " quantities stayed as they were.\n", self::NEXT;

        return [
            ...self::mistakes($products, $before, $after, $requests),
            ...($refusals === self::REFUSALS ? [] : ['the cart was told ' . json_encode($refusals, JSON_UNESCAPED_UNICODE)]),
            ...self::changes($products, $after, $later, $this->stage->ledger()),
        ];
    }

    /**
     * A cart with two lines of the same product: each fits, both do not.
     *
     * @param list<Row> $products
     * @return array<string, string> what the cart is told, by language
     */
    private function refusals(array $products): array
    {
        $names = array_map(static fn (Row $product): string => $product->name, $products);
        $line = ['pid' => 1 + (int) array_search(self::SCARCE, $names, true), 'qty' => 2];
        echo 'A cart with two lines of 2 "', self::SCARCE, "\", of which 3 fit, is refused when it is paid:\n";
        $refusals = [];
        foreach (array_keys(self::REFUSALS) as $language) {
            $refusals[$language] = html_entity_decode(implode("\n", $this->stage->pay([$line, $line], $language)), ENT_QUOTES);
            echo "  {$refusals[$language]}\n";
        }
        echo "\n";

        return $refusals;
    }

    /**
     * @param list<Row> $products
     * @param array<int, int> $before
     * @param array<int, int> $after
     */
    private function table(array $products, array $before, array $after): string
    {
        $titles = [
            ['Product', false], ['Package', false], ['Groups', false], ['Before', true], ['After', true], ['What limits it, or why', false],
        ];
        $table = new Table($titles, new Terminal());
        $ledger = $this->stage->ledger();
        $sections = [self::PLACED => [], self::SOLD_OUT => [], self::NOT_UPDATED => []];
        foreach ($products as $index => $product) {
            $id = $index + 1;
            $entry = $ledger[$id] ?? null;
            $known = $entry !== null && $entry->quantity !== null;
            $section = !$known ? self::NOT_UPDATED : ($after[$id] === 0 ? self::SOLD_OUT : self::PLACED);
            $package = $product->package;
            $sections[$section][] = [
                $product->name,
                $package === null ? '-' : trim("{$package} " . Scenario::packageName($package)),
                $product->groups(),
                (string) $before[$id],
                (string) $after[$id],
                Words::of($product, $entry),
            ];
        }
        foreach (array_combine(array_keys($sections), ['32', '31', '33']) as $section => $colour) {
            $table->row([], '0');
            $table->row([$section], '1');
            foreach ($sections[$section] as $cells) {
                $table->row($cells, $colour);
            }
        }

        return $table->text();
    }

    /**
     * @param list<Row> $products
     * @param array<int, int> $before
     * @param array<int, int> $after
     * @param list<string> $requests
     * @return list<string>
     */
    private static function mistakes(array $products, array $before, array $after, array $requests): array
    {
        $mistakes = [];
        foreach ($products as $index => $product) {
            if ($before[$index + 1] !== $product->before) {
                $mistakes[] = "{$product->name} began with {$before[$index + 1]}, not {$product->before}";
            }
            if ($after[$index + 1] !== $product->after) {
                $mistakes[] = "{$product->name} should have become {$product->after}, and is {$after[$index + 1]}";
            }
        }
        foreach (array_count_values($requests) as $request => $times) {
            if ($times > 1) {
                $mistakes[] = "the panel was asked {$times} times for {$request}";
            }
        }

        return $mistakes;
    }

    /**
     * @param list<Row> $products
     * @param array<int, int> $after
     * @param array<int, int> $later
     * @param array<int, object> $ledger
     * @return list<string>
     */
    private static function changes(array $products, array $after, array $later, array $ledger): array
    {
        $changes = [];
        foreach ($products as $index => $product) {
            if ($product->isControlled() && (int) ($ledger[$index + 1]->failures ?? 0) === 0) {
                $changes[] = "{$product->name} does not say that the panel was down";
            }
        }
        foreach (array_diff_assoc($later, $after) as $id => $quantity) {
            $name = $products[$id - 1]->name;
            $changes[] = "{$name} changed from {$after[$id]} to {$quantity} while the panel was down";
        }

        return $changes;
    }
}
