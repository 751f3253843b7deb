<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

/** What the shop shows, the check of a cart grants: through the hooks' own code, for random shops. */
final class GatePropertyTest extends ShoppingTestCase
{
    private const SHOPS = 12;

    public function testAQuantityIsAsManySmallestServersAsPassAndNotOneMore(): void
    {
        $seed = random_int(1, PHP_INT_MAX);
        mt_srand($seed);
        for ($n = 0; $n < self::SHOPS; $n++) {
            [$product, $choices, $groups] = $this->randomProduct($n);
            $quantity = $this->inShop('WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->cacheInvalidation()->everythingOf('
                . "WHMCS\\Module\\Addon\\VirtfusionStock\\Shop\\Shop::ofRequest()->products()->controlled()); "
                . self::oneCode($product));
            $found = $this->inShop($this->paymentsCode($product, $choices, $groups));

            self::assertNotNull($quantity, "seed {$seed}, shop {$n}");
            self::assertSame($quantity, array_sum(array_column($found, 'most')), "seed {$seed}, shop {$n}: " . json_encode($found));
            foreach ($found as $group => ['most' => $most, 'passes' => $passes, 'further' => $further]) {
                self::assertSame([[], 1], [$passes, count($further)], "seed {$seed}, shop {$n}: {$most} in group {$group}");
            }
        }
        self::assertSame([], $this->passed());
    }

    /**
     * A product with random options on a random panel.
     *
     * @return array{int, array<int, int>, array<int, int|null>} the product, its smallest choices, and for each group the choice of it
     */
    private function randomProduct(int $n): array
    {
        $this->panel->package(30 + $n, self::package([
            'memory' => 512 * mt_rand(1, 8), 'cpuCores' => mt_rand(1, 4), 'primaryStorage' => 10 * mt_rand(1, 8),
        ]));
        $groups = [];
        foreach (range(1, mt_rand(1, 3)) as $g) {
            $group = 100 + 10 * $n + $g;
            $this->panel->group($group, $this->randomHosts($group));
            $groups[$group] = null;
        }
        $product = $this->catalogue->product("VPS {$n}", 30 + $n, (int) array_key_first($groups), [
            'configoption7' => (string) mt_rand(0, 30),
            'configoption3' => (string) mt_rand(0, 2),
        ]);
        $choices = [];
        if (mt_rand(0, 1) === 1) {
            $memory = $this->catalogue->option('Memory', [$product], ['8', '2', '4096']);
            $choices[$memory] = $this->choice($memory, '2');
        }
        if (mt_rand(0, 1) === 1) {
            $cores = $this->catalogue->option('CPU Cores', [$product], ['3', '2']);
            $choices[$cores] = $this->choice($cores, '2');
        }
        if (count($groups) > 1) {
            $names = array_map(static fn (int $group): string => "{$group}|Place {$group}", array_keys($groups));
            $location = $this->catalogue->option('Location', [$product], $names);
            foreach (array_keys($groups) as $group) {
                $groups[$group] = $this->choice($location, "{$group}|Place {$group}");
            }
            $choices[$location] = 0;
        }

        return [$product, $choices, $groups];
    }

    /** @return list<array<string, mixed>> */
    private function randomHosts(int $group): array
    {
        $hosts = [];
        $addresses = mt_rand(0, 2) === 0 ? mt_rand(1, 9) : 500;
        foreach (range(1, mt_rand(1, 4)) as $h) {
            $memory = 1024 * mt_rand(4, 24);
            $hosts[] = self::host(10 * $group + $h, 0, [
                'memory' => [$memory, mt_rand(0, intdiv($memory, 2))],
                'cpu' => [mt_rand(8, 40), mt_rand(0, 8)],
                'storage' => [mt_rand(100, 600), mt_rand(0, 100)],
                'servers' => mt_rand(0, 3) === 0 ? [mt_rand(1, 6), 0] : [0, 0],
                'ipv4' => $addresses,
                'prohibit' => mt_rand(0, 7) === 0,
            ]);
        }

        return $hosts;
    }

    /**
     * Pays carts of the smallest server in each group: the largest that passes, and one more. Each cart's session is its own, and what it
     * claims is dropped.
     *
     * @param array<int, int> $choices
     * @param array<int, int|null> $groups
     */
    private function paymentsCode(int $product, array $choices, array $groups): string
    {
        return '$found = []; session_id("one"); $clock = new class implements WHMCS\Module\Addon\VirtfusionStock\Shop\Clock {'
            . ' public function now(): int { return time(); } public function moment(): float { return microtime(true); }'
            . ' public function elapsed(): float { return 0.0; } public function sleep(float $seconds): void {} };'
            . ' WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::begin($clock);'
            . ' $pay = static function (int $n, array $line): array { $_SESSION = ["cart" => ["products" => array_fill(0, $n, $line)]];'
            . ' $errors = $n === 0 ? [] : run_hook("ShoppingCartValidateCheckout")[0]; run_hook("AfterShoppingCartCheckout"); return $errors; };'
            . ' foreach (' . var_export($groups, true) . ' as $group => $choice) {'
            . ' $options = ' . var_export($choices, true) . '; foreach ($options as $id => $sub) { if ($sub === 0) { $options[$id] = $choice; } }'
            . " \$line = ['pid' => {$product}, 'configoptions' => \$options]; \$most = 0;"
            . ' while ($most < 200 && $pay($most + 1, $line) === []) { $most++; }'
            . ' $found[$group] = ["most" => $most, "passes" => $pay($most, $line), "further" => $pay($most + 1, $line)]; }'
            . ' return $found;';
    }

    private static function oneCode(int $product): string
    {
        return "return (new WHMCS\\Module\\Server\\VirtFusionDirect\\StockControl())->recalculateForProduct({$product});";
    }
}
