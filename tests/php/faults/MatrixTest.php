<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

/**
 * Every fault, on every request that a quantity depends on and on both requests of the connection test, with an empty, a half
 * full and a full cache: the answer is unknown in time and with its reason, and no quantity in the database changes.
 */
final class MatrixTest extends ShopTestCase
{
    private const GROUP = '/compute/hypervisors/groups/5/resources';
    /** Of 250 hypervisors, which are two pages. */
    private const TRUE_QUANTITY = 250 * 9;
    private const PAGE = __DIR__ . '/../../../docs/failures.md';
    /** The time-out in seconds for faults that nothing else ends. */
    private const SHORT = 2;
    /** The time-out in seconds for all other faults. A call that waited for it would exceed the bound. */
    private const LONG = 60;
    /** Bound in seconds for two calls, generous for a busy machine. */
    private const IN_TIME = 30.0;

    private const COME_WITH_200 = ['garbage', 'html', 'empty', 'cut', 'body', 'deep'];

    private static int $cells = 0;
    private static int $lost = 0;
    /** @var array<string, array<string, string>> */
    private static array $table = [];

    /** @return array<string, array{Fault}> */
    public function faults(): array
    {
        $faults = Fault::all();

        return array_combine(array_column($faults, 'name'), array_map(static fn (Fault $fault): array => [$fault], $faults));
    }

    /** @dataProvider faults */
    public function testAnUnknownAnswerChangesNoQuantity(Fault $fault): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $untouched = $this->catalogue->product('off', 3, 5, ['qty' => 7, 'stockcontrol' => 0]);
        $requests = [
            'package' => ['path' => '/packages/3'],
            'page 1' => ['path' => self::GROUP, 'page' => 1],
            'page 2' => ['path' => self::GROUP, 'page' => 2],
        ];
        foreach ($requests as $on => $where) {
            foreach (['cold', 'half', 'warm'] as $cache) {
                $this->cell($fault, $on, $where, $cache, $product);
                self::assertSame(7, $this->quantity($untouched));
            }
        }
        $this->unconfirmed($fault, $product);
        foreach (['cold', 'half', 'warm'] as $cache) {
            $this->connection($fault, $cache, $product);
        }
    }

    /** The simulated panel's error for an unknown kind lists all kinds. */
    public function testEveryKindOfFaultOfTheSimulatedPanelIsTested(): void
    {
        try {
            $this->panel->fails(['path' => '*', 'kind' => 'no such kind']);
            self::fail('the panel takes any kind');
        } catch (\RuntimeException $refusal) {
            self::assertSame(1, preg_match('/expected one of (.+?)["\n]/', $refusal->getMessage(), $list), $refusal->getMessage());
        }
        preg_match_all('/`(\w+)`/', $list[1], $kinds);
        self::assertGreaterThanOrEqual(18, count($kinds[1]));
        $tried = array_unique(array_map(static fn (Fault $fault): string => $fault->kind['kind'], Fault::all()));
        self::assertSame([], array_diff($kinds[1], $tried), 'kinds without a row in Fault::all()');
    }

    /** @param array<string, mixed> $where */
    private function cell(Fault $fault, string $on, array $where, string $cache, int $product): void
    {
        $cell = "{$fault->name}, on {$on}, {$cache}";
        // "Does not exist" is an answer, but not for a later page of a list.
        $isAnswer = $fault->isBelieved && $on !== 'page 2';
        [$before, $setting] = $this->prepare($cache, $on, $product);
        $this->panel->fails($where + $fault->kind);
        $this->panel->forgetRequests();

        $fetch = $on === 'package' ? 'fetchPackage(3)' : 'fetchGroupResources(5)';
        [$took, $answer, $words, $quantity] = $this->sweep($fault, $product, $fetch, $setting);
        self::assertLessThan(self::IN_TIME, $took, $cell);

        self::$cells++;
        $after = $this->quantity($product);
        if ($cache === 'warm') {
            self::assertSame(['array', self::TRUE_QUANTITY, self::TRUE_QUANTITY], [$answer, $quantity, $after], $cell);
            self::assertSame([], $this->panel->paths(), $cell);
        } elseif ($isAnswer) {
            self::assertSame(['bool', 0, 0], [$answer, $quantity, $after], $cell);
        } else {
            self::$lost += $after === $before ? 0 : 1;
            self::assertSame(['null', null, $before], [$answer, $quantity, $after], $cell);
            self::assertStringContainsString($fault->isBelieved ? 'status 404' : $fault->words, $words, $cell);
            self::assertStringContainsString($on === 'package' ? 'GET /packages/3' : 'GET ' . self::GROUP, $words, $cell);
            // After Retry-After the panel is not asked for an uncached package either.
            $reason = $on === 'package' || ($cache === 'cold' && isset($fault->kind['headers']['Retry-After'])) ? 'package_unknown' : 'group_unknown';
            self::assertSame($reason, $this->entry($product)->reason, $cell);
            self::assertStringContainsString('GET /', (string) $this->entry($product)->error, $cell);
            // Where a body breaks off depends on its length.
            self::$table[$fault->name][$on] = preg_replace('/ at byte \d+$/', ' at byte N', substr((string) strstr($words, ': '), 2));
        }
        self::assertStringNotContainsString(Panel::TOKEN, $words . $this->everythingWritten(), $cell);
    }

    /** Must be the last test: it needs the results of the others. */
    public function testTheDocumentedTableOfFailuresMatchesTheResults(): void
    {
        self::assertCount(count(Fault::all()), self::$table);
        $table = "| the panel answers with | the reason says | the number |\n| --- | --- | --- |\n";
        foreach (Fault::all() as $fault) {
            $words = self::$table[$fault->name];
            $said = implode('<br>', array_unique([$words['package'] ?? 'it does not exist', $words['page 2']]));
            $number = $fault->isBelieved ? '0, which the panel confirms; on a later page of a group it stays' : 'stays';
            $table .= "| {$fault->name} | {$said} | {$number} |\n";
        }
        $file = Workshop::folder() . '/table.md';
        file_put_contents($file, $table);
        if (getenv('VIRTFUSION_UPDATE_DOCS')) {
            $page = (string) file_get_contents(self::PAGE);
            $page = preg_replace('/(?<=<!-- faults -->\n).*?(?=<!-- end of faults -->)/s', addcslashes($table, '\\$'), $page);
            file_put_contents(self::PAGE, (string) $page);
        }
        $page = (string) file_get_contents(self::PAGE);
        self::assertStringContainsString($table, $page, 'Run the test with VIRTFUSION_UPDATE_DOCS=1 to write it.');
    }

    /** A web server's 404 is not believed when the panel does not answer /connect right after. */
    private function unconfirmed(Fault $fault, int $product): void
    {
        $cell = "{$fault->name}, on /connect";
        [$before, $setting] = $this->prepare('cold', 'package', $product);
        $this->panel->fails(
            ['path' => '/packages/3', 'kind' => 'status', 'code' => 404, 'body' => '<html>nginx</html>', 'headers' => ['content-type' => 'text/html']],
            ['path' => '/connect'] + $fault->kind,
        );
        [$took, $answer, $words, $quantity] = $this->sweep($fault, $product, 'fetchPackage(3)', $setting);
        self::$cells++;
        // Any status 200 confirms that the panel is there.
        if (in_array($fault->kind['kind'], self::COME_WITH_200, true)) {
            self::assertSame(['bool', 0, 0], [$answer, $quantity, $this->quantity($product)], $cell);
        } else {
            self::assertSame(['null', null, $before], [$answer, $quantity, $this->quantity($product)], $cell);
            self::assertStringContainsString('/connect does not confirm the panel', $words, $cell);
        }
        self::assertLessThan(self::IN_TIME, $took, $cell);
    }

    /** The connection test reports what is wrong with either of its requests, in time, whatever is in the cache. */
    private function connection(Fault $fault, string $cache, int $product): void
    {
        [$before, $setting] = $this->prepare($cache, 'package', $product);
        $code = $this->module() . '$start = microtime(true); $test = $m->testConnection(); return [microtime(true) - $start, $test];';
        foreach (['/connect', '/compute/hypervisors/groups'] as $path) {
            $cell = "{$fault->name}, on {$path}, {$cache}";
            $this->panel->fails(['path' => $path] + $fault->kind);
            [$took, $test] = $this->shop->php($this->php(...$this->settings($fault, $setting)), $code);
            self::$cells++;
            self::assertSame($before, $this->quantity($product), $cell);
            self::assertLessThan(self::IN_TIME, $took, $cell);
            self::assertStringNotContainsString(Panel::TOKEN, $test['error'], $cell);
            // The connection test looks at the status only.
            if (in_array($fault->kind['kind'], self::COME_WITH_200, true)) {
                self::assertSame(['success' => true, 'error' => ''], $test, $cell);
                continue;
            }
            $words = match (true) {
                $fault->costsTime => 'in time',
                $fault->kind['kind'] === 'status' => (string) $fault->kind['code'],
                default => $fault->words,
            };
            self::assertFalse($test['success'], $cell);
            self::assertStringContainsString($words, $test['error'], $cell);
            self::assertStringContainsString($path, $test['error'], $cell);
            self::assertStringNotContainsString("\n", $test['error'], $cell);
        }
    }

    /** @return array{int, string} the quantity in the database, and the cache's folder for what follows */
    private function prepare(string $cache, string $on, int $product): array
    {
        $this->panel->holds(self::world());
        $folder = Workshop::folder() . '/matrix-' . self::$cells . '-' . bin2hex(random_bytes(3));
        $setting = "virtfusion_direct.cache_dir={$folder}";
        \WHMCS\Database\Capsule::table('tblproducts')->where('id', $product)->update(['qty' => 4]);
        if ($cache !== 'cold') {
            $this->shop->php($this->php($setting), self::ALL);
            self::assertSame(self::TRUE_QUANTITY, $this->quantity($product));
        }
        if ($cache === 'half') {
            $forget = $on === 'package' ? 'forgetPackage(3)' : 'forgetGroupResources(5)';
            $this->shop->php($this->php($setting), $this->module() . "\$m->{$forget}; return null;");
            // The dropped answer would be different now, but cannot be read.
            $this->panel->package(3, self::package(['memory' => 2048]));
        }

        return [$this->quantity($product), $setting];
    }

    /** @return array{float, string, string, ?int} */
    private function sweep(Fault $fault, int $product, string $fetch, string $setting): array
    {
        $code = '$start = microtime(true); ' . $this->module() . "\$answer = \$m->{$fetch}; \$words = (string) \$m->lastError();"
            . '$all = (new WHMCS\Module\Server\VirtFusionDirect\StockControl())->recalculateAll();'
            . "return [microtime(true) - \$start, get_debug_type(\$answer), \$words, \$all[{$product}]];";

        return $this->shop->php($this->php(...$this->settings($fault, $setting)), $code);
    }

    /** @return list<string> */
    private function settings(Fault $fault, string $setting): array
    {
        return [$setting, 'virtfusion_direct.timeout=' . ($fault->costsTime ? self::SHORT : self::LONG), 'virtfusion_direct.max_body=256K'];
    }

    private function module(): string
    {
        return '$m = new VirtFusionDirect\Module(' . var_export("https://{$this->panel->hostname}/api/v1", true) . ', ' . var_export(Panel::TOKEN, true) . ');';
    }

    protected static function world(): array
    {
        return ['groups' => ['5' => [self::host(11, 10240, ['repeat' => 250])]]] + parent::world();
    }

    public static function tearDownAfterClass(): void
    {
        printf("\n%d faults in %d cells, %d quantities lost\n", count(Fault::all()), self::$cells, self::$lost);
    }
}
