<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Fpm.php';
require_once __DIR__ . '/Php.php';

/** Long-lived workers: neither Zend's heap nor the process grows, whether calls succeed, are rejected or fail. */
final class FpmMemoryTest extends TestCase
{
    private const WORKERS = 2;
    private const CALLS_A_REQUEST = 500;
    private const SWEEPS_A_REQUEST = 10;
    /** A leak of sixteen bytes a call is 800 kB in each worker. */
    private const NOISE = 400;

    private Machine $machine;
    private Fpm $server;

    protected function setUp(): void
    {
        $packages = $groups = [];
        for ($id = 1; $id <= 12; $id++) {
            $packages[(string) $id] = ['memory' => 1024 * $id];
        }
        for ($id = 1; $id <= 8; $id++) {
            $groups[(string) $id] = [['id' => 1, 'repeat' => 20]];
        }
        $this->machine = new Machine(['packages' => ['99' => ['enabled' => false]] + $packages, 'groups' => $groups]);
        $this->machine->faults([
            ['path' => '/packages/50', 'kind' => 'status', 'code' => 500],
            ['path' => '/packages/51', 'kind' => 'html'],
            ['path' => '/compute/hypervisors/groups/50/resources', 'kind' => 'cut'],
        ]);
        $this->server = $this->machine->serve(workers: self::WORKERS);
    }

    protected function tearDown(): void
    {
        $this->machine->stop();
    }

    public function testAHundredThousandCallsDoNotGrowTheWorkers(): void
    {
        $this->assertDoesNotGrow(100_000 / self::CALLS_A_REQUEST, '
            $stock = new VirtFusionDirect\StockControl($m);
            $row = ["configoption1" => 5, "configoption2" => 3, "locations" => ["6|Six"]];
            $resources = $m->fetchGroupResources(5);
            $package = $m->fetchPackage(3);
            for ($i = 0; $i < ' . self::CALLS_A_REQUEST / 10 . '; $i++) {
                $m->fetchPackage(3);
                $m->fetchPackage(0);
                $m->fetchGroupResources(5);
                $m->lastError();
                $stock->quantity(["id" => 1] + $row);
                $stock->quantity(["id" => 2, "configoption2" => 99] + $row);
                $stock->explain([["id" => 3] + $row]);
                VirtFusionDirect\StockControl::groupCapacity($resources, $package);
                try {
                    $stock->quantity(["id" => 0]);
                } catch (ValueError) {
                }
                VirtFusionDirect\RateLimit::acquire("k$i", 1);
            }');
    }

    public function testAThousandSweepsDoNotGrowTheWorkers(): void
    {
        $this->assertDoesNotGrow(1_000 / self::SWEEPS_A_REQUEST, '
            $stock = new VirtFusionDirect\StockControl($m);
            $rows = [];
            for ($id = 1; $id <= 40; $id++) {
                $rows[] = ["id" => $id, "configoption1" => 1 + $id % 8, "configoption2" => 1 + $id % 12];
            }
            array_push($rows, ["id" => 41, "configoption1" => 1, "configoption2" => 50], ["id" => 42, "configoption1" => 1, "configoption2" => 51]);
            array_push($rows, ["id" => 43, "configoption1" => 50, "configoption2" => 1], ["id" => 44, "configoption1" => 77, "configoption2" => 1]);
            for ($i = 0; $i < ' . self::SWEEPS_A_REQUEST . '; $i++) {
                if ($i % 5 === 0) {
                    $m->forgetGroupResources(1 + $i % 8);
                    $m->forgetPackage(1 + $i % 12);
                }
                $stock->quantities($rows);
                $stock->explain($rows);
            }');
    }

    private function assertDoesNotGrow(float $requests, string $code): void
    {
        $code .= '
            gc_collect_cycles();
            $status = file_get_contents("/proc/self/status");
            preg_match("/^VmRSS:\s+(\d+)/m", $status, $rss);
            echo json_encode([getmypid(), memory_get_usage(), (int) $rss[1]]);';
        $before = $this->runAll((int) $requests, $code);
        // What grows once, such as the allocator's areas for threads, does not grow in every round; a leak does.
        for ($round = 0; $round < 4; $round++) {
            $after = $this->runAll((int) $requests, $code);
            self::assertCount(self::WORKERS, $after);
            $grown = [];
            foreach ($after as $worker => [$heap, $resident]) {
                self::assertSame($before[$worker][0], $heap, 'Zend\'s heap, bytes');
                $grown[] = $resident - $before[$worker][1];
            }
            if (max($grown) < self::NOISE) {
                break;
            }
            $before = $after;
        }
        self::assertLessThan(self::NOISE, max($grown), 'VmRSS, kB');
    }

    /** @return array<int, array{int, int}> by worker: Zend's heap in bytes and VmRSS in kB at the end of its last request */
    private function runAll(int $requests, string $code): array
    {
        $request = json_encode(['url' => $this->machine->panel['url'], 'token' => Machine::TOKEN, 'code' => $code, 'at' => 0], JSON_THROW_ON_ERROR);
        $workers = [];
        foreach ($this->server->together(array_fill(0, $requests, ['/run.php', $request]), self::WORKERS) as $answer) {
            [$worker, $heap, $resident] = json_decode($answer, true, 8, JSON_THROW_ON_ERROR);
            $workers[$worker] = [$heap, $resident];
        }

        return $workers;
    }
}
