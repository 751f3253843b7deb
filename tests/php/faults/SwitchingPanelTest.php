<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use Fpm;
use WHMCS\Database\Capsule;

/** Visitors' cart pages behind a real PHP-FPM, while the panel alternates between working and failing. */
final class SwitchingPanelTest extends ShopTestCase
{
    use WebShop;

    private const WORKERS = 8;
    private const REFRESHES = 2000;
    private const PRODUCTS = 40;
    /** Seconds. A page that waited for the panel would wait for the extension's time-out of 30 s. */
    private const IN_TIME = 15.0;

    private Fpm $server;
    /** @var list<int> */
    private array $products = [];

    protected function setUp(): void
    {
        parent::setUp();
        for ($number = 0; $number < self::PRODUCTS; $number++) {
            $this->products[] = $this->catalogue->product("VPS {$number}", 3 + $number % 4, 5 + $number % 2, ['qty' => 4]);
        }
        $this->server = $this->serveShop(__DIR__ . '/cart.php', self::WORKERS);
    }

    protected function tearDown(): void
    {
        $this->server->stop();
        parent::tearDown();
    }

    public function testTwoThousandRefreshesOfAPanelThatKeepsFailingLoseNoQuantity(): void
    {
        $before = $this->server->workers();
        self::assertCount(self::WORKERS, $before);
        $troubles = [
            'healthy' => [],
            'hanging' => [['path' => '*', 'kind' => 'hang']],
            'failing' => [['path' => '*', 'kind' => 'status', 'code' => 500]],
            'lying' => [
                ['path' => '/packages/*', 'kind' => 'body', 'text' => '{"data": {"enabled": true, "memory": "-5", "cpuCores": [], "primaryStorage": 1e400}}'],
                ['path' => '/compute/*', 'kind' => 'html'],
            ],
        ];
        $phases = [];
        $next = 0.0;
        $asked = fn (): int => count($this->panel->paths());
        $tick = function () use (&$phases, &$next, $troubles, $asked): void {
            if (microtime(true) < $next) {
                return;
            }
            $next = microtime(true) + 1.0;
            $name = array_keys($troubles)[count($phases) % count($troubles)];
            $this->panel->fails(...$troubles[$name]);
            $phases[] = [$name, $asked(), microtime(true)];
        };
        $answers = $this->server->timed($this->refreshes(self::REFRESHES), self::WORKERS, $tick);
        $phases[] = ['end', $asked(), microtime(true)];

        $slowest = 0.0;
        $known = 0;
        foreach ($answers as $answer) {
            self::assertSame(200, $answer['status'], $answer['body']);
            $said = json_decode($answer['body'], true, 8, JSON_THROW_ON_ERROR);
            $slowest = max($slowest, $said['took']);
            $known += $said['known'] ? 1 : 0;
            self::assertContains($said['qty'], [4, $this->truth($said['product'])], 'a number that the panel never gave: ' . $answer['body']);
        }
        self::assertLessThan(self::IN_TIME, $slowest);
        self::assertGreaterThan(0, $known);
        self::assertLessThan(self::REFRESHES, $known);
        self::assertSame($before, $this->server->workers(), 'a worker died: ' . $this->server->masterLog());
        // A disk that syncs slowly makes a worker go on without the shared cache, which it says once.
        $log = preg_replace('/^.* is locked by another process for too long\n/m', '', $this->server->log());
        self::assertSame('', $log);

        // In a second, each worker waits for a package and a group at most; after that the breaker. A busy machine makes phases longer.
        $hanging = 0;
        foreach ($phases as $number => [$name, $count, $since]) {
            [, $later, $until] = $phases[$number + 1] ?? [$name, $count, $since];
            $inPhase = $later - $count;
            if ($name === 'hanging') {
                $hanging += $inPhase;
                self::assertLessThanOrEqual(2 * self::WORKERS * ceil($until - $since), $inPhase, 'in a second of hanging');
            }
        }

        $this->panel->heals();
        $this->catalogue->setting('cart_deadline', '30');
        self::assertSame('', $this->connectionTest());
        // At most two pages refresh at the same time, so some products wait for the next page that shows them.
        self::eventually(function (): bool {
            $this->refreshAll();

            return $this->lost() === 0;
        }, 'the right number of every product');
        $lost = $this->lost();
        self::assertSame(0, $lost);
        printf(
            "\n%d refreshes over %d changes of the panel: %d known, slowest %.2f s, %d requests while it hung, %d quantities lost\n",
            self::REFRESHES,
            count($phases) - 1,
            $known,
            $slowest,
            $hanging,
            $lost,
        );
    }

    public function testAHangingPanelGetsNoMoreRequestsThanTheBreakerAllows(): void
    {
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);
        $this->panel->forgetRequests();
        $start = microtime(true);
        for ($round = 0; $round < 5; $round++) {
            foreach ($this->server->timed($this->refreshes(80, 0), self::WORKERS) as $answer) {
                self::assertLessThan(self::IN_TIME, json_decode($answer['body'], true)['took']);
            }
        }
        // Four packages and two groups, each asked for at most twice before three requests have failed, and again after each rest of 10 s.
        self::assertLessThanOrEqual(12 * ceil((microtime(true) - $start) / 10), count($this->panel->paths()));
        self::assertGreaterThanOrEqual(3, count($this->panel->paths()));
        foreach ($this->products as $product) {
            self::assertSame(4, $this->quantity($product));
        }
    }

    /** @return list<array{string, string}> */
    private function refreshes(int $number, int $forgetEach = 3): array
    {
        $requests = [];
        for ($n = 0; $n < $number; $n++) {
            $requests[] = ['/cart.php?pid=' . $this->products[$n % self::PRODUCTS] . '&forget=' . ($forgetEach > 0 && $n % $forgetEach === 0 ? 1 : 0), ''];
        }

        return $requests;
    }

    private function truth(int $product): int
    {
        return array_search($product, $this->products, true) % 2 === 0 ? 9 : 18;
    }

    /** How many products have a quantity that is not the panel's. */
    private function lost(): int
    {
        $isLost = fn (int $product): bool => $this->quantity($product) !== $this->truth($product);

        return count(array_filter($this->products, $isLost));
    }

    private function connectionTest(): string
    {
        return $this->server->together([['/cart.php?pid=0&forget=0', '']])[0];
    }

    private function refreshAll(): void
    {
        foreach ($this->server->together($this->refreshes(self::PRODUCTS), 1) as $answer) {
            self::assertNotSame('', $answer);
        }
    }

    protected static function world(): array
    {
        $packages = [];
        for ($id = 3; $id < 7; $id++) {
            $packages[(string) $id] = self::package();
        }

        return ['packages' => $packages] + parent::world();
    }
}
