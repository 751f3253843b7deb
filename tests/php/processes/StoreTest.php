<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Php.php';
require_once __DIR__ . '/Fpm.php';

/** The stores at their limits: full and slow. */
final class StoreTest extends TestCase
{
    private Machine $machine;

    protected function tearDown(): void
    {
        $this->machine->stop();
    }

    /** @return array<string, array{bool}> */
    public static function stores(): array
    {
        return ['LMDB' => [false], 'Redis' => [true]];
    }

    /** @dataProvider stores */
    public function testTheStoreHoldsTenThousandAnswersAndEvictsThoseClosestToExpiry(bool $redis): void
    {
        $packages = [];
        for ($id = 1; $id <= 10_050; $id++) {
            $packages[(string) $id] = ['memory' => 1024];
        }
        $this->machine = new Machine(['packages' => $packages]);
        $settings = $redis ? $this->machine->redis() : [];
        $code = 'assert($m->fetchPackage(77777) === false); $s = new VirtFusionDirect\StockControl($m);'
            . 'foreach (array_chunk(range(1, 10_050), 500) as $ids) {'
            . '$s->quantities(array_map(fn ($id) => ["id" => $id, "configoption1" => 1, "configoption2" => $id], $ids)); }'
            . 'echo json_encode(VirtFusionDirect\Cache::facts());';
        $code = str_replace('"configoption1" => 1, "configoption2" => $id', '"configoption1" => "1", "configoption2" => (string) $id', $code);
        $facts = json_decode($this->machine->run($code, $settings), true, 8, JSON_THROW_ON_ERROR);
        self::assertSame($redis ? 'redis' : 'lmdb', $facts['tier'], (string) $facts['why']);
        self::assertGreaterThan(4_000, $facts['entries']);
        self::assertLessThanOrEqual(10_000, $facts['entries']);
        self::assertLessThanOrEqual(64 << 20, $facts['bytes']);
        [$before, $last] = [$this->machine->asked('/packages/77777'), $this->machine->asked('/packages/10050')];
        self::assertSame('false1024', $this->machine->run('echo json_encode($m->fetchPackage(77777)), $m->fetchPackage(10_050)["memory"];', $settings));
        self::assertSame($before + 1, $this->machine->asked('/packages/77777'), 'it would have ended first');
        self::assertSame($last, $this->machine->asked('/packages/10050'), 'it came last');
    }

    /** @dataProvider stores */
    public function testTheStoreHoldsAtMostSixtyFourMebibytes(bool $redis): void
    {
        $groups = [];
        for ($id = 1; $id <= 250; $id++) {
            $groups[(string) $id] = [['id' => 1, 'name' => str_repeat('x', 1500), 'repeat' => 200]];
        }
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]], 'groups' => $groups]);
        $settings = $redis ? $this->machine->redis() : [];
        $code = '$bytes = 0; for ($id = 1; $id <= 250; $id++) { $bytes += strlen(json_encode($m->fetchGroupResources($id))); }'
            . 'echo json_encode(VirtFusionDirect\Cache::facts() + ["read" => $bytes]);';
        $facts = json_decode($this->machine->run($code, $settings), true, 8, JSON_THROW_ON_ERROR);
        self::assertGreaterThan(80 << 20, $facts['read'], 'more than there is room for');
        self::assertSame($redis ? 'redis' : 'lmdb', $facts['tier'], (string) $facts['why']);
        self::assertGreaterThan(10 << 20, $facts['bytes']);
        self::assertLessThanOrEqual(64 << 20, $facts['bytes']);
        self::assertSame('200', $this->machine->run('echo count($m->fetchGroupResources(250)["data"]);', $settings));
        self::assertSame(1, $this->machine->asked('/compute/hypervisors/groups/250/resources'), 'it came last');
    }

    public function testAnExpiredAnswerIsFetchedAgain(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]]]);
        $settings = $this->machine->redis();
        $socket = $this->machine->folder . '/redis.sock';
        $this->machine->run('$m->fetchPackage(3);', $settings);
        $left = (int) shell_exec(Machine::store('cli') . " -s $socket pttl '{virtfusion_direct:3}:a:{$this->answerKey($socket)}'");
        self::assertGreaterThan(595_000, $left);
        self::assertLessThanOrEqual(600_000, $left);
    }

    /** The key of the only answer. */
    private function answerKey(string $socket): string
    {
        $keys = array_filter(explode("\n", (string) shell_exec(Machine::store('cli') . " -s $socket --raw keys '{virtfusion_direct:3}:a:*'")));
        self::assertCount(1, $keys);

        return substr(reset($keys), strlen('{virtfusion_direct:3}:a:'));
    }

    public function testASlowRedisDelaysNoCallerBeyondItsDeadline(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]], 'groups' => ['5' => [['id' => 1]]]]);
        $settings = $this->machine->redis(['--enable-debug-command', 'yes']);
        // Each answer now takes up to 0.3 s, which is slow and no trouble yet.
        $socket = $this->machine->folder . '/redis.sock';
        $client = Machine::store('cli');
        $slow = new Php(['sh', '-c', "while $client -s $socket debug sleep 0.3; do :; done >/dev/null"]);
        try {
            $code = '$row = ["id" => 1, "configoption1" => "5", "configoption2" => "3"]; $s = new VirtFusionDirect\StockControl($m);'
                . '$start = microtime(true); $s->quantity($row, 0.5); $took = microtime(true) - $start;'
                . 'echo json_encode([$took, $s->quantity($row)]);';
            $php = $this->machine->start($code, $settings);
            [$took, $quantity] = json_decode($php->output(), true, 8, JSON_THROW_ON_ERROR);
            // A quantity needs many of its answers.
            self::assertLessThan(1.5, $took);
            self::assertIsInt($quantity, 'without a deadline it waits');
        } finally {
            $slow->kill();
        }
    }

    public function testAHangingRedisFailsNoCall(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]]]);
        $settings = $this->machine->redis();
        $code = '$m->fetchPackage(3); echo "held\n";' . $this->machine->pause() . '$start = microtime(true);'
            . 'for ($id = 1; $id <= 40; $id++) { $m->fetchPackage($id); }'
            . 'echo $m->fetchPackage(3)["memory"], " ", $m->fetchPackage(3)["memory"], " ", microtime(true) - $start, " ";'
            . 'echo json_encode(VirtFusionDirect\Cache::facts());';
        $php = $this->machine->start($code, $settings);
        self::assertSame('held', $php->line());
        $this->machine->signalRedis(19);
        $this->machine->goOn();
        [$first, $second, $took, $facts] = explode(' ', $php->output(), 4);
        self::assertSame(['1024', '1024'], [$first, $second]);
        // 40 time-outs are 20 s.
        self::assertLessThan(10.0, (float) $took, 'Redis gets one time-out, not one for each key');
        $facts = json_decode($facts, true, 8, JSON_THROW_ON_ERROR);
        self::assertSame('process', $facts['tier']);
        self::assertStringContainsString('Redis at', $facts['why']);
        self::assertSame(1, substr_count($php->errors, 'the shared cache is not used'), $php->errors);
    }
}
