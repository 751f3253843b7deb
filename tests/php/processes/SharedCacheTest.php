<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Php.php';
require_once __DIR__ . '/Fpm.php';

final class SharedCacheTest extends TestCase
{
    private const GROUP = '/compute/hypervisors/groups/5/resources';

    private Machine $machine;

    protected function setUp(): void
    {
        $this->machine = new Machine([
            'latency_ms' => 50,
            'packages' => ['3' => ['memory' => 1024]],
            'groups' => ['5' => [['id' => 1, 'repeat' => 450]]],
        ]);
    }

    protected function tearDown(): void
    {
        $this->machine->stop();
    }

    /** @param array<string, string> $settings */
    private function startCold(array $settings): void
    {
        $code = '$g = $m->fetchGroupResources(5); $p = $m->fetchPackage(3);'
            . 'echo is_array($g) ? count($g["data"]) : "?", " ", is_array($p) ? $p["memory"] : "?", $m->lastError();';
        $at = microtime(true) + 4;
        $all = [];
        for ($number = 0; $number < 64; $number++) {
            $all[] = $this->machine->start($code, $settings, $at);
        }
        $answers = array_map(static fn (Php $php): string => $php->output(), $all);
        self::assertSame(['450 1024'], array_values(array_unique($answers)));
        self::assertSame(3, $this->machine->asked(self::GROUP));
        self::assertSame(1, $this->machine->asked('/packages/3'));
    }

    public function testSixtyFourProcessesWithAColdCacheFetchEachPageOnce(): void
    {
        $this->startCold([]);
    }

    public function testSixtyFourProcessesOnRedisFetchEachPageOnce(): void
    {
        $this->startCold($this->machine->redis());
    }

    public function testAColdSweepOfTwentyResourcesCostsAtMostThirtyRoundTripsToRedis(): void
    {
        $packages = $groups = [];
        for ($id = 1; $id <= 12; $id++) {
            $packages[$id] = ['memory' => 1024 * $id];
        }
        for ($id = 1; $id <= 8; $id++) {
            $groups[$id] = [['id' => $id]];
        }
        $shop = new Machine(['packages' => $packages, 'groups' => $groups]);
        try {
            $settings = $shop->redis();
            $code = '$rows = []; for ($id = 1; $id <= 24; $id++) { $rows[] = ["id" => $id, "configoption1" => $id % 8 + 1, "configoption2" => $id % 12 + 1]; }'
                . '$known = (new VirtFusionDirect\\StockControl($m))->quantities($rows); echo count(array_filter($known, "is_int"));';
            self::assertSame('24', $shop->start($code, $settings)->output());
            $client = Machine::store('cli');
            $stats = (string) shell_exec("$client -s {$shop->folder}/redis.sock info commandstats");
        } finally {
            $shop->stop();
        }
        // Each script and each read note is one round trip. What scripts do inside the server is not.
        preg_match_all('/^cmdstat_(eval|get):calls=(\d+)/m', $stats, $found);
        $trips = array_sum($found[2]);
        self::assertGreaterThan(20, $trips, "each answer is kept: $stats");
        self::assertLessThanOrEqual(30, $trips, $stats);
    }

    /** @return array<string, array{bool}> */
    public static function stores(): array
    {
        return ['LMDB' => [false], 'Redis' => [true]];
    }

    /** @dataProvider stores */
    public function testAnAnswerDroppedByOneProcessIsDroppedForAnother(bool $redis): void
    {
        $settings = $redis ? $this->machine->redis() : [];
        $code = '$m->fetchPackage(3); $m->fetchPackage(3); echo "held\n";' . $this->machine->pause() . '$m->fetchPackage(3); echo "again\n";';
        $holder = $this->machine->start($code, $settings);
        self::assertSame('held', $holder->line());
        self::assertSame(1, $this->machine->asked('/packages/3'));
        $this->machine->run('$m->forgetPackage(3);', $settings);
        $this->machine->goOn();
        self::assertSame("again\n", $holder->output());
        self::assertSame(2, $this->machine->asked('/packages/3'));
    }

    /** Waits until the panel has received the request of a process that prints "asks" before it. */
    private function waitUntilItAsks(Php $asker): void
    {
        self::assertSame('asks', $asker->line());
        for ($wait = 0; $this->machine->asked('/packages/3') === 0 && $wait < 3000; $wait++) {
            usleep(10_000);
        }
    }

    /** @dataProvider stores */
    public function testAnAnswerDroppedWhileItIsFetchedIsReturnedAndNotStored(bool $redis): void
    {
        $settings = $redis ? $this->machine->redis() : [];
        $this->machine->faults([['path' => '/packages/3', 'kind' => 'latency', 'ms' => 4000, 'times' => 1]]);
        $asker = $this->machine->start('echo "asks\n"; echo $m->fetchPackage(3)["memory"];', $settings);
        $this->waitUntilItAsks($asker);
        $this->machine->run('$m->forgetPackage(3);', $settings);
        self::assertSame('1024', $asker->output());
        self::assertSame('1024', $this->machine->run('echo $m->fetchPackage(3)["memory"];', $settings));
        self::assertSame(2, $this->machine->asked('/packages/3'));
    }

    /** @dataProvider stores */
    public function testAProcessThatWaitsForAnotherKeepsItsOwnDeadline(bool $redis): void
    {
        $settings = $redis ? $this->machine->redis() : [];
        $this->machine->faults([['path' => '/packages/3', 'kind' => 'latency', 'ms' => 8000, 'times' => 1]]);
        $asker = $this->machine->start('echo "asks\n"; echo $m->fetchPackage(3)["memory"];', $settings);
        $this->waitUntilItAsks($asker);
        $code = '$s = new VirtFusionDirect\StockControl($m); $row = ["id" => 1, "configoption1" => "5", "configoption2" => "3"];'
            . '$start = microtime(true); $quantity = $s->quantity($row, 0.5);'
            . 'echo json_encode([$quantity, microtime(true) - $start, $s->quantity($row) > 0, VirtFusionDirect\Cache::facts()["waits"]]);';
        $waits = json_decode($this->machine->run($code, $settings), true, 8, JSON_THROW_ON_ERROR);
        self::assertNull($waits[0]);
        self::assertGreaterThanOrEqual(0.45, $waits[1]);
        self::assertLessThan(4.0, $waits[1], 'the answer takes 8 s');
        self::assertTrue($waits[2], 'without a deadline it gets the answer of the one who asks');
        self::assertSame(2, $waits[3]);
        self::assertSame('1024', $asker->output());
        self::assertSame(1, $this->machine->asked('/packages/3'));
    }

    /** @dataProvider stores */
    public function testOneOfFiftyProcessesAcquiresALimit(bool $redis): void
    {
        $settings = $redis ? $this->machine->redis() : [];
        $at = microtime(true) + 3;
        $all = [];
        for ($number = 0; $number < 50; $number++) {
            $all[] = $this->machine->start('echo json_encode(VirtFusionDirect\RateLimit::acquire("k", 30));', $settings, $at);
        }
        $answers = array_count_values(array_map(static fn (Php $php): string => $php->output(), $all));
        ksort($answers);
        self::assertSame(['false' => 49, 'true' => 1], $answers);
        $code = 'VirtFusionDirect\RateLimit::release("k"); echo json_encode(VirtFusionDirect\RateLimit::acquire("k", 30));';
        self::assertSame('true', $this->machine->run($code, $settings));
    }

    /** @dataProvider stores */
    public function testAPanelFoundHangingByOneProcessIsNotAskedByOthers(bool $redis): void
    {
        $settings = ($redis ? $this->machine->redis() : []) + ['virtfusion_direct.timeout' => '2'];
        $this->machine->faults([['path' => '*', 'kind' => 'hang']]);
        $this->machine->run('for ($n = 0; $n < 3; $n++) { $m->fetchPackage(3); }', $settings);
        self::assertSame(3, $this->machine->asked('/packages/3'));
        $code = 'echo json_encode([$m->fetchPackage(3), $m->lastError()]);';
        [$answer, $why] = json_decode($this->machine->run($code, $settings), true, 8, JSON_THROW_ON_ERROR);
        self::assertNull($answer);
        self::assertStringContainsString('not asked: the panel could not be reached', $why);
        self::assertSame(3, $this->machine->asked('/packages/3'));

        $this->machine->faults([]);
        self::assertSame('{"success":true,"error":""}', $this->machine->run('echo json_encode($m->testConnection());', $settings));
        self::assertSame('1024', $this->machine->run('echo $m->fetchPackage(3)["memory"];', $settings));
    }

    /** @dataProvider stores */
    public function testAForkedChildAndItsParentBothKeepWorking(bool $redis): void
    {
        $settings = $redis ? $this->machine->redis() : [];
        $code = '$m->fetchPackage(3); $children = [];'
            . 'for ($n = 0; $n < 8; $n++) { $pid = pcntl_fork(); if ($pid === 0) {'
            . '  $good = $m->fetchPackage(3)["memory"] === 1024; $m->forgetPackage(3);'
            . '  $good = $good && $m->fetchPackage(3)["memory"] === 1024 && count($m->fetchGroupResources(5)["data"]) === 450;'
            . '  exit($good ? 0 : 1); } $children[] = $pid; }'
            . '$good = $m->fetchPackage(3)["memory"] === 1024; foreach ($children as $pid) {'
            . '  pcntl_waitpid($pid, $status); $good = $good && pcntl_wifexited($status) && pcntl_wexitstatus($status) === 0; }'
            . 'echo json_encode([$good, count($m->fetchGroupResources(5)["data"]), VirtFusionDirect\Cache::facts()["tier"]]);';
        $php = $this->machine->start($code, $settings);
        self::assertSame(json_encode([true, 450, $redis ? 'redis' : 'lmdb']), $php->output(), $php->errors);
        self::assertSame('', $php->errors);
        self::assertSame(3, $this->machine->asked(self::GROUP));
    }

    public function testAForkedChildAndItsParentBothGetWhatWasPrefetched(): void
    {
        $code = '$s = new VirtFusionDirect\StockControl($m); $row = ["id" => 1, "configoption1" => 5, "configoption2" => 3];'
            . '$s->prefetch([$row]); $pid = pcntl_fork(); $quantity = $s->quantity($row);'
            . 'if ($pid === 0) { exit($quantity > 0 ? 0 : 1); }'
            . 'pcntl_waitpid($pid, $status); echo json_encode([$quantity > 0, $status, $m->lastError()]);';
        $php = $this->machine->start($code);
        self::assertSame('[true,0,null]', $php->output(), $php->errors);
        self::assertSame('', $php->errors);
        self::assertSame(3, $this->machine->asked(self::GROUP));
    }

    public function testAHundredKilledProcessesDoNotDamageTheStore(): void
    {
        $code = 'for (;;) { $m->forgetPackage(3); $p = $m->fetchPackage(3); if ($p["memory"] !== 1024) { echo "wrong"; }'
            . 'VirtFusionDirect\RateLimit::acquire("k" . random_int(0, 99), 1); }';
        for ($round = 0; $round < 10; $round++) {
            $all = [];
            for ($number = 0; $number < 10; $number++) {
                $all[] = $this->machine->start($code);
            }
            usleep(random_int(150_000, 350_000));
            foreach ($all as $php) {
                $php->kill();
            }
        }
        $start = microtime(true);
        $php = $this->machine->start('echo $m->fetchPackage(3)["memory"]; $m->forgetPackage(3); echo $m->fetchPackage(3)["memory"];');
        self::assertSame('10241024', $php->output());
        self::assertSame('', $php->errors);
        self::assertLessThan(60, microtime(true) - $start, 'a key was stuck for longer than a lease');
    }

    /** @return array<string, array{string}> */
    public static function folders(): array
    {
        return [
            'a link' => ['mkdir real; ln -s real cache'],
            'a file' => ['touch cache'],
            "another user's" => ['mkdir -m 700 cache; chown 12345 cache'],
            'writable by all' => ['mkdir cache; chmod 777 cache'],
            'on a full file system' => ['mkdir cache; mount -t tmpfs -o size=64k,mode=700 tmpfs cache; head -c 60000 /dev/zero >cache/full'],
            'below a missing folder' => ['true'],
        ];
    }

    /** @dataProvider folders */
    public function testAnUntrustedFolderIsRejectedAndTheAnswerIsReturned(string $made): void
    {
        exec('cd ' . escapeshellarg($this->machine->folder) . " && $made");
        $missing = $made === 'true' ? '/missing' : '';
        $settings = ['virtfusion_direct.cache_dir' => $this->machine->folder . $missing . '/cache'];
        $code = 'echo $m->fetchPackage(3)["memory"]; $m->fetchPackage(3);'
            . '(new ReflectionExtension("virtfusion_direct"))->info();';
        $php = $this->machine->start($code, $settings);
        $output = $php->output();
        exec('umount ' . escapeshellarg($this->machine->folder . '/cache') . ' 2>/dev/null');
        self::assertStringStartsWith('1024', $output);
        self::assertSame(1, $this->machine->asked('/packages/3'));
        self::assertSame(1, substr_count($php->errors, 'the shared cache is not used'), $php->errors);
        self::assertStringContainsString('why no shared store => ' . $settings['virtfusion_direct.cache_dir'], $output);
    }

    public function testAFolderRemovedWhileInUseIsCreatedAgain(): void
    {
        $folder = escapeshellarg($this->machine->folder . '/cache');
        $code = '$m->fetchPackage(3); exec("rm -rf ' . addslashes($folder) . '"); echo $m->fetchPackage(3)["memory"];';
        $php = $this->machine->start($code);
        self::assertSame('1024', $php->output());
        self::assertSame('', $php->errors);
        self::assertDirectoryExists($this->machine->folder . '/cache');
    }

    public function testADamagedFileIsReplaced(): void
    {
        $this->machine->run('$m->fetchPackage(3);');
        foreach ((array) glob($this->machine->folder . '/cache/*.mdb') as $file) {
            file_put_contents((string) $file, random_bytes(10_000));
        }
        $php = $this->machine->start('echo $m->fetchPackage(3)["memory"];');
        self::assertSame('1024', $php->output());
        self::assertSame('', $php->errors);
        self::assertNotEmpty(glob($this->machine->folder . '/cache/*.aside'));
    }

    public function testFilesAreReadableByTheirUserOnly(): void
    {
        $this->machine->run('$m->fetchPackage(3);');
        $folder = $this->machine->folder . '/cache';
        self::assertSame(0700, fileperms($folder) & 07777);
        $files = (array) glob($folder . '/*');
        self::assertNotEmpty($files);
        foreach ($files as $file) {
            self::assertSame(0600, fileperms((string) $file) & 07777);
            self::assertStringNotContainsString(Machine::TOKEN, (string) file_get_contents((string) $file));
        }
    }

    public function testARedisThatIsDownOrStopsFailsNoCall(): void
    {
        $down = ['virtfusion_direct.redis_url' => 'unix://' . $this->machine->folder . '/nobody.sock'];
        $php = $this->machine->start('echo $m->fetchPackage(3)["memory"]; echo $m->fetchPackage(3)["memory"];', $down);
        self::assertSame('10241024', $php->output());
        self::assertSame(1, substr_count($php->errors, 'the shared cache is not used'), $php->errors);

        $settings = $this->machine->redis();
        $code = '$m->fetchPackage(3); echo "held\n";' . $this->machine->pause()
            . 'echo $m->fetchPackage(3)["memory"], $m->fetchPackage(3)["memory"];';
        $php = $this->machine->start($code, $settings);
        self::assertSame('held', $php->line());
        $this->machine->signalRedis(9);
        $this->machine->goOn();
        self::assertSame('10241024', $php->output());
        self::assertSame(1, substr_count($php->errors, 'the shared cache is not used'), $php->errors);
    }

    public function testTwoPanelsWithTheSameIdsAreKeptApart(): void
    {
        $other = new Machine(['packages' => ['3' => ['memory' => 4096]]]);
        try {
            self::assertSame('1024', $this->machine->run('echo $m->fetchPackage(3)["memory"];'));
            $settings = ['virtfusion_direct.cache_dir' => $this->machine->folder . '/cache'];
            self::assertSame('4096', $other->run('echo $m->fetchPackage(3)["memory"];', $settings));
            self::assertSame('1024', $this->machine->run('echo $m->fetchPackage(3)["memory"];'));
            self::assertSame(1, $this->machine->asked('/packages/3'));
        } finally {
            $other->stop();
        }
    }
}
