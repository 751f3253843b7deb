<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

final class HistoryPageTest extends SignedInTestCase
{
    private int $product;

    protected function setUp(): void
    {
        parent::setUp();
        $this->product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        Capsule::table('mod_virtfusion_stock_history')->delete();
    }

    public function testAProductsPageShowsItsHistoryByDayAndAsksNoPanel(): void
    {
        $this->was(3, 8, 1);
        $this->was(1, null);
        $this->was(0, 9);
        $this->panel->forgetRequests();

        $page = $this->page(7);

        self::assertSame([], $this->panel->requests());
        self::assertStringContainsString('For sale now: 9. Lowest: 8.', $page);
        $rows = $this->table($page);
        self::assertCount(7, $rows);
        self::assertSame([$this->day(0), '9', '9', '0', 'memory'], array_slice($rows[0], 0, 5));
        self::assertSame([$this->day(2), '8', '8', '1', 'memory', '–'], $rows[2]);
        self::assertSame([$this->day(3), '8', '8', '1', 'memory'], array_slice($rows[3], 0, 5));
        self::assertSame([$this->day(4), 'not known', 'not known', 'not known', '–', '1 day'], $rows[4]);
    }

    public function testTheDaysAreAskedForInTheAddress(): void
    {
        $this->was(60, 9);

        $rows = [];
        foreach (['', '&days=7', '&days=30', '&days=90', '&days=8', '&days[]=7', '&days=7%20days', '&days=-7'] as $days) {
            $page = $this->web->get(self::PAGE . "&product={$this->product}{$days}")->body;
            $rows[$days] = count($this->table($page));
            self::assertSame(1, substr_count($page, 'aria-current="true"'));
        }

        self::assertSame([
            '' => 30, '&days=7' => 7, '&days=30' => 30, '&days=90' => 90, '&days=8' => 30, '&days[]=7' => 30, '&days=7%20days' => 30, '&days=-7' => 30,
        ], $rows);
    }

    public function testAFallingProductHasARangeOfDays(): void
    {
        for ($ago = 19; $ago > 0; $ago--) {
            $this->was($ago, 9 + 2 * $ago);
        }
        $this->was(0, 9);

        $page = $this->text($this->page(30));

        self::assertStringContainsString('About 4 to 6 days left. From the last 19 whole days in which memory was the limit.', $page);
    }

    public function testAProductWithoutTrendSaysWhyThereIsNoRange(): void
    {
        $this->was(5, 9);
        self::assertStringContainsString('needs 14 whole days of history', $this->text($this->page(30)));

        $this->was(40, 9);
        self::assertStringContainsString('its number does not fall steadily', $this->text($this->page(30)));
        self::assertStringNotContainsString('days left', $this->text($this->page(30)));
    }

    public function testALineEndsWhenNobodyHasLookedForThreeIntervals(): void
    {
        $this->was(5, 9);
        self::assertStringContainsString('For sale now: 9.', $this->page(7));
        Capsule::table('mod_virtfusion_stock')->update(['attempted_at' => gmdate('Y-m-d H:i:s', time() - 3 * 7200 - 60)]);

        $page = $this->page(7);

        self::assertStringContainsString('For sale now: not known.', $page);
        self::assertStringContainsString('data-kind="gap"', $page);
        self::assertStringContainsString('there is no reading at present', $page);
    }

    public function testAProductWithoutHistorySaysSo(): void
    {
        $page = $this->page(30);

        self::assertStringContainsString('Nothing is recorded yet', $page);
        self::assertStringNotContainsString('<svg class="vfs-chart"', $page);
    }

    public function testAPreviewIsNamedInTheTableAndTheLegend(): void
    {
        $this->was(5, 9, 0, true);

        $page = $this->page(7);

        self::assertSame('9 (preview)', $this->table($page)[1][1]);
        self::assertStringContainsString('computed, not written (preview only)', $page);
    }

    public function testTheChartLoadsNothingFromOutside(): void
    {
        $this->was(5, 9);

        preg_match('/<style>\s+\.vfs \.vfs-history.*?<\/figure>/s', $this->page(30), $chart);

        self::assertDoesNotMatchRegularExpression('~(?:src|href)\s*=\s*"(?:https?:)?//|@import|url\((?!#)~', $chart[0]);
    }

    /** A row of the history, from the beginning of that day (UTC); of today from a minute ago. */
    private function was(int $daysAgo, ?int $quantity, int $held = 0, bool $isPreview = false): void
    {
        Capsule::table('mod_virtfusion_stock_history')->insert([
            'product_id' => $this->product,
            'at' => gmdate('Y-m-d H:i:s', $daysAgo === 0 ? time() - 60 : intdiv(time(), 86400) * 86400 - 86400 * $daysAgo),
            'fits' => $quantity === null ? null : $quantity + $held,
            'held' => $quantity === null ? null : $held,
            'published' => $quantity,
            'reason' => $quantity === null ? 'package_unknown' : 'ok',
            'limited_by' => $quantity === null ? null : 'memory',
            'preview' => (int) $isPreview,
        ]);
    }

    private function day(int $ago): string
    {
        return gmdate('Y-m-d', time() - 86400 * $ago);
    }

    private function page(int $days): string
    {
        return $this->web->get(self::PAGE . "&product={$this->product}&days={$days}")->body;
    }

    /** @return list<list<string>> the cells of the table for screen readers */
    private function table(string $page): array
    {
        preg_match('~<caption>History by day</caption>.*?<tbody>(.*?)</tbody>~s', $page, $body);
        preg_match_all('~<tr>(.*?)</tr>~s', $body[1], $rows);

        return array_map(function (string $row): array {
            preg_match_all('~<t[hd][^>]*>(.*?)</t[hd]>~s', $row, $cells);

            return array_map(fn (string $cell): string => $this->text($cell), $cells[1]);
        }, $rows[1]);
    }

    private function text(string $html): string
    {
        return trim((string) preg_replace('/\s+/', ' ', html_entity_decode(strip_tags($html))));
    }
}
