<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class ThinningTest extends ShopTestCase
{
    private const TABLE = 'mod_virtfusion_stock_history';
    private const SHOP = 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()';
    private const DAY = 86400;

    public function testEveryRowOf90DaysStaysThenTheLastOfEachDayUntilTwoYears(): void
    {
        $midnight = intdiv(time(), self::DAY) * self::DAY;
        $products = [$this->catalogue->product('one', 3, 5), $this->catalogue->product('two', 3, 5)];
        // Three rows a day for 800 days; one of the products lacks some days.
        $rows = [];
        foreach ($products as $n => $product) {
            for ($ago = 800; $ago >= 0; $ago--) {
                foreach ($n === 1 && $ago % 5 === 0 ? [] : [0, 40_000, 86_399] as $second) {
                    $rows[] = [$product, $midnight - $ago * self::DAY + $second];
                }
            }
        }
        $this->insert($rows);

        $this->daily();

        $expected = array_filter($rows, static function (array $row) use ($midnight): bool {
            $age = ($midnight - intdiv($row[1], self::DAY) * self::DAY) / self::DAY;

            return $age <= 90 || ($age <= 730 && $row[1] % self::DAY === 86_399);
        });
        self::assertSame($this->texts($expected), $this->kept());
        self::assertSame([], $this->troubles());
        $this->daily();
        self::assertSame($this->texts($expected), $this->kept(), 'a second run changes nothing');
    }

    public function testADayThatCameToBe91DaysOldIsThinnedByTheNextRun(): void
    {
        $product = $this->catalogue->product('one', 3, 5);
        $midnight = intdiv(time(), self::DAY) * self::DAY;
        $rows = [[$product, $midnight - 90 * self::DAY + 10], [$product, $midnight - 90 * self::DAY + 20], [$product, $midnight]];
        $this->insert($rows);

        $this->daily();
        self::assertCount(3, $this->kept());
        $this->daily(self::DAY);

        self::assertSame($this->texts([$rows[1], $rows[2]]), $this->kept());
    }

    public function testTheLatestRowOfAProductStaysHoweverOldItIs(): void
    {
        $product = $this->catalogue->product('stable', 3, 5);
        $now = time();
        $rows = [[$product, $now - 900 * self::DAY - 1], [$product, $now - 900 * self::DAY], [$product, $now - 800 * self::DAY]];
        $this->insert($rows);

        $this->daily();

        self::assertSame($this->texts([$rows[2]]), $this->kept());
    }

    public function testRowsOfDeletedProductsGo(): void
    {
        $product = $this->catalogue->product('stays', 3, 5);
        $now = time();
        $this->insert([[$product, $now], [999, $now], [999, $now - 100 * self::DAY], [998, $now - 5]]);

        $this->daily();

        self::assertSame($this->texts([[$product, $now]]), $this->kept());
    }

    public function testARunIsBoundedAndTheNextOnesDoTheRest(): void
    {
        $products = [];
        $rows = [];
        $first = intdiv(time(), self::DAY) * self::DAY - 200 * self::DAY;
        for ($n = 0; $n < 20; $n++) {
            $products[] = $product = $this->catalogue->product("VPS {$n}", 3, 5);
            // 100 days of 24 rows that are older than 90 days, one row of today.
            for ($hour = 0; $hour < 2400; $hour++) {
                $rows[] = [$product, $first + 3600 * $hour];
            }
            $rows[] = [$product, time()];
        }
        $this->insert($rows);

        $removed = [];
        do {
            $removed[] = $this->inShop('$shop = ' . self::SHOP . '; return (new WHMCS\Module\Addon\VirtfusionStock\History\Thinning('
                . '$shop->database, $shop->history(), $shop->clock, 10000))->run();');
        } while (end($removed) > 0 && count($removed) < 20);

        self::assertSame(20 * 100 * 23, array_sum($removed));
        self::assertSame(20 * 101, Capsule::table(self::TABLE)->count());
        self::assertLessThanOrEqual(10_000 + 50 * 23, max($removed));
        self::assertGreaterThanOrEqual(5, count(array_filter($removed)));
    }

    public function testManyRowsAreRemovedInFewStatements(): void
    {
        $rows = [];
        $first = intdiv(time(), self::DAY) * self::DAY - 150 * self::DAY;
        for ($n = 0; $n < 30; $n++) {
            $product = $this->catalogue->product("VPS {$n}", 3, 5);
            for ($quarter = 0; $quarter < 50 * 96; $quarter++) {
                $rows[] = [$product, $first + 900 * $quarter];
            }
            $rows[] = [$product, time()];
        }
        $this->insert($rows);

        $queries = $this->inShop('$queries = []; WHMCS\Database\Capsule::connection()->listen('
            . 'static function ($query) use (&$queries) { $queries[] = substr($query->sql, 0, 60); });'
            . ' ' . self::SHOP . '->thinning()->run(); return $queries;');

        self::assertSame(30 * 51, Capsule::table(self::TABLE)->count(), 'of 144,030');
        self::assertLessThanOrEqual(2 + 30 * 3, count($queries));
    }

    public function testAShopWithoutProductsThatCannotBeReadLosesNothing(): void
    {
        $this->insert([[5, time() - 100 * self::DAY], [5, time()]]);
        Capsule::schema()->rename('tblproducts', 'elsewhere');

        $this->daily();

        self::assertCount(2, $this->kept());
        self::assertCount(1, preg_grep('/thinning the history failed/', $this->activity()));
    }

    private function daily(int $later = 0): void
    {
        $this->inShop(self::later($later, self::hookCode('DailyCronJob')));
    }

    /** @param list<array{int, int}> $rows product and time */
    private function insert(array $rows): void
    {
        foreach (array_chunk($rows, 5000) as $chunk) {
            Capsule::table(self::TABLE)->insert(array_map(static fn (array $row): array => [
                'product_id' => $row[0],
                'at' => gmdate('Y-m-d H:i:s', $row[1]),
                'published' => 3,
                'reason' => 'ok',
            ], $chunk));
        }
    }

    /** @return list<string> product and time of each row */
    private function kept(): array
    {
        return Capsule::table(self::TABLE)->orderBy('product_id')->orderBy('at')->get(['product_id', 'at'])
            ->map(static fn (object $row): string => "{$row->product_id} {$row->at}")->all();
    }

    /**
     * @param array<int, array{int, int}> $rows in the order of products and times
     * @return list<string>
     */
    private function texts(array $rows): array
    {
        return array_values(array_map(static fn (array $row): string => "{$row[0]} " . gmdate('Y-m-d H:i:s', $row[1]), $rows));
    }
}
