<?php

/*
 * The demo's two steps: a recalculation, and another while the panel is down. Prints the result and returns what is wrong with
 * it.
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
            " times: once for each package, and once for each page of a group.\n";

        $this->stage->panel()->goDown();
        $this->stage->recalculate();
        $later = $this->stage->quantities();
        $stayed = count(array_intersect_assoc($after, $later));
        echo 'Then the panel was taken down and everything recalculated: ', $stayed, ' of ', count($after),
            " quantities stayed as they were.\n", self::NEXT;

        return [
            ...self::mistakes($products, $before, $after, $requests),
            ...self::changes($products, $after, $later, $this->stage->ledger()),
        ];
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
