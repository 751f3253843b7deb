<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Fpm.php';
require_once __DIR__ . '/Php.php';

/** The shared cache behind a real PHP-FPM: eight workers, forked from a master that loaded the extension. */
final class FpmTest extends TestCase
{
    private const GROUP = '/compute/hypervisors/groups/5/resources';
    private const WORKERS = 8;

    private Machine $machine;
    private Fpm $server;

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
    private function serve(array $settings = []): void
    {
        $this->server = $this->machine->serve($settings);
    }

    /** @return array{string, string} */
    private function request(string $code, float $at = 0, ?string $url = null): array
    {
        $request = ['url' => $url ?? $this->machine->panel['url'], 'token' => Machine::TOKEN, 'code' => $code, 'at' => $at];

        return ['/run.php', json_encode($request, JSON_THROW_ON_ERROR)];
    }

    private function answer(string $code, ?string $url = null): string
    {
        return $this->server->together([$this->request($code, 0, $url)])[0];
    }

    /** @return list<string> what so many requests at the same moment gave */
    private function many(int $number, string $code, float $wait = 0.6): array
    {
        return $this->server->together(array_fill(0, $number, $this->request($code, microtime(true) + $wait)));
    }

    /** @return array<string, array{bool}> */
    public static function stores(): array
    {
        return ['LMDB' => [false], 'Redis' => [true]];
    }

    /** @dataProvider stores */
    public function testSixtyFourConcurrentRequestsFetchEachPageOnce(bool $redis): void
    {
        $this->serve($redis ? $this->machine->redis() : []);
        $code = '$g = $m->fetchGroupResources(5); $p = $m->fetchPackage(3);'
            . 'echo is_array($g) ? count($g["data"]) : "?", " ", is_array($p) ? $p["memory"] : "?", $m->lastError(), " ", getmypid(); usleep(50_000);';
        $answers = array_map(static fn (string $answer): array => explode(' ', $answer), $this->many(64, $code));
        self::assertSame(['450'], array_values(array_unique(array_column($answers, 0))));
        self::assertSame(['1024'], array_values(array_unique(array_column($answers, 1))));
        $workers = array_map('intval', array_values(array_unique(array_column($answers, 2))));
        sort($workers);
        $all = $this->server->workers();
        sort($all);
        self::assertSame($all, $workers, 'every worker took part');
        self::assertCount(self::WORKERS, $workers);
        self::assertSame('', $this->server->log());
        self::assertSame(3, $this->machine->asked(self::GROUP));
        self::assertSame(1, $this->machine->asked('/packages/3'));
    }

    /** @dataProvider stores */
    public function testAnAnswerDroppedByOneWorkerIsDroppedForAll(bool $redis): void
    {
        $this->serve($redis ? $this->machine->redis() : []);
        $code = 'echo $m->fetchPackage(3)["memory"], " ", getmypid(); usleep(50_000);';
        $workers = array_map(static fn (string $answer): string => explode(' ', $answer)[1], $this->many(64, $code));
        self::assertCount(self::WORKERS, array_unique($workers));
        self::assertSame(1, $this->machine->asked('/packages/3'));
        $this->answer('$m->forgetPackage(3);');
        $answers = $this->many(64, 'echo $m->fetchPackage(3)["memory"];');
        self::assertSame(['1024'], array_values(array_unique($answers)));
        self::assertSame(2, $this->machine->asked('/packages/3'));
    }

    /** @dataProvider stores */
    public function testAnAnswerDroppedWhileItIsFetchedIsReturnedAndNotStored(bool $redis): void
    {
        $this->serve($redis ? $this->machine->redis() : []);
        $this->machine->faults([['path' => '/packages/3', 'kind' => 'latency', 'ms' => 4000, 'times' => 1]]);
        $answers = $this->server->together([
            $this->request('echo $m->fetchPackage(3)["memory"];'),
            $this->request('$m->forgetPackage(3); echo "forgotten";', microtime(true) + 2),
        ]);
        self::assertSame(['1024', 'forgotten'], $answers);
        self::assertSame('1024', $this->answer('echo $m->fetchPackage(3)["memory"];'));
        self::assertSame(2, $this->machine->asked('/packages/3'));
    }

    /** @dataProvider stores */
    public function testOneOfFiftyRequestsAcquiresALimit(bool $redis): void
    {
        $this->serve($redis ? $this->machine->redis() : []);
        $answers = array_count_values($this->many(50, 'echo json_encode(VirtFusionDirect\RateLimit::acquire("k", 5));'));
        ksort($answers);
        self::assertSame(['false' => 49, 'true' => 1], $answers);
        usleep(5_100_000);
        self::assertSame('true', $this->answer('echo json_encode(VirtFusionDirect\RateLimit::acquire("k", 30));'));
        $code = 'VirtFusionDirect\RateLimit::release("k"); echo json_encode(VirtFusionDirect\RateLimit::acquire("k", 30));';
        self::assertSame('true', $this->answer($code));
    }

    public function testAHundredKilledWorkersDoNotDamageTheStore(): void
    {
        $this->serve();
        $code = '$end = microtime(true) + 0.4; do { $m->forgetPackage(3); $p = $m->fetchPackage(3);'
            . 'if ($p["memory"] !== 1024) { echo "wrong"; } VirtFusionDirect\RateLimit::acquire("k" . random_int(0, 99), 1);'
            . '} while (microtime(true) < $end);';
        $killed = [];
        while (count($killed) < 100) {
            $workers = $this->server->workers();
            $wait = random_int(20_000, 300_000) / 1e6;
            $kill = new Php(['sh', '-c', "sleep $wait; kill -9 " . implode(' ', $workers)]);
            $answers = $this->server->together(array_fill(0, self::WORKERS, $this->request($code)));
            $kill->output();
            self::assertStringNotContainsString('wrong', implode('', $answers));
            $killed = array_unique([...$killed, ...array_diff($workers, $this->workersNow())]);
        }
        $start = microtime(true);
        $answer = $this->answer('echo $m->fetchPackage(3)["memory"]; $m->forgetPackage(3); echo $m->fetchPackage(3)["memory"];');
        self::assertSame('10241024', $answer);
        self::assertLessThan(60, microtime(true) - $start, 'a key was stuck for longer than a lease');
        self::assertSame('', $this->server->log());
    }

    /** @return list<int> once all workers are there again */
    private function workersNow(): array
    {
        for ($wait = 0; $wait < 500 && count($this->server->workers()) < self::WORKERS; $wait++) {
            usleep(10_000);
        }

        return $this->server->workers();
    }

    /** @return array<string, array{string}> */
    public static function folders(): array
    {
        return [
            'a link' => ['mkdir real; chown www-data real; ln -s real cache'],
            'a file' => ['touch cache; chown www-data cache'],
            "another user's" => ['mkdir -m 700 cache; chown 12345 cache'],
            'writable by all' => ['mkdir cache; chmod 777 cache; chown www-data cache'],
            'on a full file system' => ['mkdir cache; mount -t tmpfs -o size=64k,mode=700,uid=www-data tmpfs cache; head -c 60000 /dev/zero >cache/full'],
        ];
    }

    /** @dataProvider folders */
    public function testAnUnusableFolderIsRejectedAndEveryRequestIsAnswered(string $made): void
    {
        $folder = $this->machine->folder . '/place';
        mkdir($folder);
        exec('cd ' . escapeshellarg($folder) . " && { $made; }", $output, $status);
        self::assertSame(0, $status);
        try {
            $this->serve(['virtfusion_direct.cache_dir' => "$folder/cache"]);
            for ($round = 0; $round < 2; $round++) {
                self::assertSame(['1024'], array_values(array_unique($this->many(64, 'echo $m->fetchPackage(3)["memory"]; usleep(50_000);'))));
            }
            self::assertSame(self::WORKERS, $this->machine->asked('/packages/3'), 'each worker asks for itself, once');
            self::assertSame(self::WORKERS, substr_count($this->server->log(), 'the shared cache is not used'), 'one line a process');
            $facts = $this->answer('echo json_encode(VirtFusionDirect\Cache::facts());');
            $facts = json_decode($facts, true, 8, JSON_THROW_ON_ERROR);
            self::assertSame('process', $facts['tier']);
            self::assertStringStartsWith("$folder/cache", $facts['why']);
        } finally {
            exec('umount ' . escapeshellarg("$folder/cache") . ' 2>/dev/null');
        }
    }

    public function testAFolderRemovedWhileInUseIsCreatedAgain(): void
    {
        $this->serve();
        $this->many(64, '$m->fetchPackage(3); usleep(50_000);');
        $this->answer('exec("rm -rf " . escapeshellarg(ini_get("virtfusion_direct.cache_dir")));');
        self::assertSame(['1024'], array_values(array_unique($this->many(64, 'echo $m->fetchPackage(3)["memory"];'))));
        self::assertSame(2, $this->machine->asked('/packages/3'));
        self::assertSame('', $this->server->log());
    }

    public function testARedisThatIsDownOrHangsFailsNoRequest(): void
    {
        $settings = $this->machine->redis();
        $this->serve($settings);
        $code = 'echo $m->fetchPackage(3)["memory"]; usleep(50_000);';
        self::assertSame(['1024'], array_values(array_unique($this->many(64, $code))));
        self::assertSame(1, $this->machine->asked('/packages/3'));
        foreach ([19, 9] as $signal) {
            $this->machine->signalRedis($signal);
            $timed = $this->server->timed(array_fill(0, 64, $this->request($code)));
            self::assertSame(['1024'], array_values(array_unique(array_column($timed, 'body'))));
        }
        self::assertSame(1 + self::WORKERS, $this->machine->asked('/packages/3'));
        self::assertSame(self::WORKERS, substr_count($this->server->log(), 'the shared cache is not used'));
    }

    public function testTwoPanelsWithTheSameIdsAreKeptApart(): void
    {
        $other = new Machine(['packages' => ['3' => ['memory' => 4096]]]);
        try {
            // Both certificates, as a shop with two private panels has them.
            $both = $this->machine->folder . '/both.pem';
            file_put_contents($both, file_get_contents($this->machine->panel['ca']) . file_get_contents($other->panel['ca']));
            $this->serve(['virtfusion_direct.cafile' => $both]);
            $requests = [];
            for ($number = 0; $number < 32; $number++) {
                $requests[] = $this->request('echo $m->fetchPackage(3)["memory"];');
                $requests[] = $this->request('echo $m->fetchPackage(3)["memory"];', 0, $other->panel['url']);
            }
            self::assertSame(array_merge(...array_fill(0, 32, ['1024', '4096'])), $this->server->together($requests));
            self::assertSame([1, 1], [$this->machine->asked('/packages/3'), $other->asked('/packages/3')]);
        } finally {
            $other->stop();
        }
    }
}
