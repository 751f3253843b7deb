<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class HistoryTest extends ShopTestCase
{
    private const SHOP = 'WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()';
    private const SWEEP = '(new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep(' . self::SHOP . '))';

    private int $product;

    protected function setUp(): void
    {
        parent::setUp();
        $this->product = $this->catalogue->product('VPS', 3, 5);
    }

    public function testAChangeOfTheQuantityIsARowAndARepetitionIsNone(): void
    {
        $this->sweep();
        $this->sweep(60);
        $this->panel->group(5, [self::host(11, 5120)]);
        $this->sweep(120);
        $this->sweep(180);

        self::assertSame([
            ['fits' => 9, 'held' => 0, 'published' => 9, 'reason' => 'ok', 'limited_by' => 'memory', 'preview' => 0],
            ['fits' => 4, 'held' => 0, 'published' => 4, 'reason' => 'ok', 'limited_by' => 'memory', 'preview' => 0],
        ], $this->rows());
        self::assertEqualsWithDelta(time() + 120, strtotime($this->times()[1] . ' UTC'), 60);
    }

    public function testAnotherLimitIsARowAndAnotherReportIsNone(): void
    {
        $this->sweep();
        $this->panel->group(5, [self::host(11, 10241)]);
        $this->sweep(60);
        self::assertCount(1, $this->rows());

        $this->panel->group(5, [self::host(11, 20480, ['storage' => [100, 0]])]);
        $this->sweep(120);

        self::assertSame(['memory', 'storage'], array_column($this->rows(), 'limited_by'));
        self::assertSame([9, 9], array_column($this->rows(), 'published'));
    }

    public function testAnOrderIsARowWithWhatItTakes(): void
    {
        $this->sweep();
        $this->order();
        $this->sweep(60);

        $row = $this->rows()[1];
        self::assertSame([9, 1, 8], [$row['fits'], $row['held'], $row['published']]);
    }

    public function testWhileNothingIsKnownThereIsOneRowWithTheReasonAndNoNumber(): void
    {
        $this->sweep();
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 503]);
        $this->sweep(60);
        $this->sweep(120);
        $this->panel->heals();
        $this->sweep(180);

        self::assertSame(['ok', 'package_unknown', 'ok'], array_column($this->rows(), 'reason'));
        self::assertSame([9, null, 9], array_column($this->rows(), 'published'));
        self::assertSame([9, null, 9], array_column($this->rows(), 'fits'));
    }

    public function testATimeInWhichNobodyLookedIsAGap(): void
    {
        $this->sweep();
        $this->sweep(4 * 7200);
        $this->sweep(4 * 7200 + 60);

        self::assertSame(['ok', 'not_looked', 'ok'], array_column($this->rows(), 'reason'));
        self::assertSame([9, null, 9], array_column($this->rows(), 'published'));
        [$first, $gap, $again] = array_map('strtotime', $this->times());
        self::assertSame($first + 1, $gap, 'from the last attempt on');
        self::assertEqualsWithDelta($first + 4 * 7200, $again, 60);
    }

    public function testAQuantityWithoutLimitHasNoFit(): void
    {
        $this->panel->group(5, [self::host(11, 0, ['cpu' => [0, 0], 'storage' => [0, 0], 'ipv4' => null])]);
        Capsule::table('tblproducts')->update(['configoption3' => '0']);
        $this->catalogue->setting('largest_quantity', '500');
        $this->sweep();

        $row = $this->rows()[0];
        self::assertSame([null, 500, null], [$row['fits'], $row['published'], $row['limited_by']]);
    }

    public function testAPreviewIsMarkedUntilANumberIsWritten(): void
    {
        $this->catalogue->setting('preview_only', 'on');
        $this->sweep();
        self::assertSame([[9], [1]], [array_column($this->rows(), 'published'), array_column($this->rows(), 'preview')]);
        self::assertSame(0, $this->quantity($this->product));

        $this->catalogue->setting('preview_only', '');
        $this->sweep(60);
        $this->sweep(120);

        self::assertSame([1, 0], array_column($this->rows(), 'preview'));
    }

    public function testACartPagesRefreshIsRecordedToo(): void
    {
        $this->sweep();
        $this->panel->group(5, [self::host(11, 5120)]);
        $this->inShop(self::later(60, "{$this->forget()} return " . self::SWEEP . "->one({$this->product})->quantities();"));

        self::assertSame(4, $this->rows()[1]['published']);
    }

    public function testManyProductsAreWrittenInOneStatementAndNothingNewCostsNoQuery(): void
    {
        for ($n = 1; $n < 300; $n++) {
            $this->catalogue->product("VPS {$n}", 3, 5);
        }
        self::assertCount(2, $this->historyQueries(), 'what was known, and 300 rows');
        self::assertSame(300, Capsule::table('mod_virtfusion_stock_history')->count());

        self::assertSame([], $this->historyQueries());
    }

    public function testAHistoryThatCannotBeWrittenStopsNoRecalculation(): void
    {
        Capsule::connection()->unprepared('CREATE TRIGGER refuse BEFORE INSERT ON mod_virtfusion_stock_history'
            . " FOR EACH ROW SIGNAL SQLSTATE '45000'");

        self::assertSame([$this->product => 9], $this->recalculate());

        self::assertSame(9, $this->quantity($this->product));
        self::assertSame([], $this->rows());
        self::assertCount(1, preg_grep('/writing the history failed/', $this->activity()));
        self::assertFalse($this->isOwed());
    }

    public function testAMissingTableIsCreated(): void
    {
        Capsule::schema()->drop('mod_virtfusion_stock_history');

        $this->sweep();

        self::assertCount(1, $this->rows());
        self::assertSame([], $this->troubles());
    }

    public function testAProductThatDoesNotChangeGetsItsFirstRowFromTheDailyTasks(): void
    {
        $this->sweep();
        Capsule::table('mod_virtfusion_stock_history')->delete();
        $this->sweep(60);
        self::assertSame([], $this->rows());

        $this->hook('DailyCronJob');
        $this->hook('DailyCronJob');

        self::assertSame(
            [['fits' => 9, 'held' => 0, 'published' => 9, 'reason' => 'ok', 'limited_by' => 'memory', 'preview' => 0]],
            $this->rows(),
        );
    }

    public function testOneProductIsReadThroughTheIndex(): void
    {
        $this->fill(40, 500);

        $queries = $this->inShop('$queries = []; WHMCS\Database\Capsule::connection()->listen(static function ($query) use (&$queries) {'
            . ' $queries[] = [$query->sql, $query->bindings]; });'
            . ' ' . self::SHOP . '->history()->of(7, ' . self::SHOP . '->clock->now() - 90 * 86400);'
            . ' ' . self::SHOP . '->history()->last([1, 2, 3]); return $queries;');

        self::assertCount(3, $queries);
        Capsule::statement('ANALYZE TABLE mod_virtfusion_stock_history');
        foreach ($queries as [$sql, $bindings]) {
            foreach (Capsule::select("EXPLAIN {$sql}", $bindings) as $plan) {
                if (str_contains((string) $plan->table, 'history')) {
                    self::assertSame('PRIMARY', $plan->key, $sql);
                    self::assertLessThan(1000, $plan->rows, 'of 20,000');
                }
            }
        }
    }

    public function testAPageReadsAtMostTheLatest15000RowsOfAProduct(): void
    {
        $this->fill(1, 15_010, 60);

        $read = $this->inShop('$samples = ' . self::SHOP . '->history()->of(1, ' . self::SHOP . '->clock->now() - 90 * 86400);'
            . ' return [count($samples), $samples[0]->published, end($samples)->published];');

        self::assertSame([15_000, 14_999 % 50, 0], $read);
    }

    /**
     * @param int $each rows of each product
     * @param int $seconds between two of them
     */
    private function fill(int $products, int $each, int $seconds = 3600): void
    {
        $rows = [];
        for ($product = 1; $product <= $products; $product++) {
            for ($n = 0; $n < $each; $n++) {
                $rows[] = [
                    'product_id' => $product,
                    'at' => gmdate('Y-m-d H:i:s', time() - $seconds * $n),
                    'fits' => $n % 50,
                    'published' => $n % 50,
                    'reason' => 'ok',
                ];
            }
        }
        foreach (array_chunk($rows, 5000) as $chunk) {
            Capsule::table('mod_virtfusion_stock_history')->insert($chunk);
        }
    }

    /** Recalculates all products, past the cache, this many seconds ahead. */
    private function sweep(int $later = 0): void
    {
        $this->inShop(self::later($later, 'return ' . self::SWEEP . '->allUncached("test")->quantities();'));
    }

    private function forget(): string
    {
        return self::SHOP . '->cacheInvalidation()->everythingOf(' . self::SHOP . '->products()->controlled());';
    }

    private function order(): void
    {
        [$order] = $this->catalogue->order([$this->product]);
        Capsule::table('tblorders')->where('id', $order)->update(['date' => date('Y-m-d H:i:s')]);
    }

    /** @return list<string> the queries about the history in one recalculation */
    private function historyQueries(): array
    {
        $queries = $this->inShop('$queries = []; WHMCS\Database\Capsule::connection()->listen('
            . 'static function ($query) use (&$queries) { $queries[] = substr($query->sql, 0, 500); }); '
            . self::SWEEP . '->all("test"); return $queries;');

        return array_values(preg_grep('/mod_virtfusion_stock_history/', $queries));
    }

    /** @return list<array<string, int|string|null>> of the product, without their times */
    private function rows(): array
    {
        $rows = Capsule::table('mod_virtfusion_stock_history')->where('product_id', $this->product)->orderBy('at')
            ->get(['fits', 'held', 'published', 'reason', 'limited_by', 'preview']);

        return $rows->map(static fn (object $row): array => (array) $row)->all();
    }

    /** @return list<string> */
    private function times(): array
    {
        return Capsule::table('mod_virtfusion_stock_history')->orderBy('at')->pluck('at')->all();
    }
}
