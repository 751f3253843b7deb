<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Php.php';
require_once __DIR__ . '/Fpm.php';

/** The stores at their limits: full, slow, encrypted. */
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
        $before = $this->machine->asked('/packages/77777');
        self::assertSame('false1024', $this->machine->run('echo json_encode($m->fetchPackage(77777)), $m->fetchPackage(10_050)["memory"];', $settings));
        self::assertSame($before + 1, $this->machine->asked('/packages/77777'), 'it would have ended first');
        self::assertSame(1, $this->machine->asked('/packages/10050'), 'it came last');
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

    /** @return array<string, array{list<string>, bool}> */
    public static function fullRedises(): array
    {
        return ['with the settings that docs/operating.md gives' => [[], true], 'that drops nothing' => [['--maxmemory-policy', 'noeviction'], false]];
    }

    /**
     * @dataProvider fullRedises
     * @param list<string> $more
     */
    public function testAFullRedisEvictsAnswersOrIsNotUsed(array $more, bool $used): void
    {
        $groups = range(1, 20);
        $this->machine = new Machine(['groups' => array_fill_keys($groups, [['id' => 1, 'repeat' => 500]])]);
        $documented = (string) file_get_contents(dirname(__DIR__, 3) . '/docs/operating.md');
        self::assertSame(1, preg_match('/^```\n(maxmemory .*?)^```$/ms', $documented, $block));
        $file = "{$this->machine->folder}/full.conf";
        file_put_contents($file, $block[1]);
        // Less than there are answers.
        $settings = $this->machine->redis(['--include', $file, '--maxmemory', '3mb', ...$more]);
        $code = 'foreach (range(1, 20) as $id) { $counts[] = count($m->fetchGroupResources($id)["data"]); }'
            . 'echo json_encode([array_unique($counts), VirtFusionDirect\Cache::facts()]);';

        $php = $this->machine->start($code, $settings);
        [$counts, $facts] = json_decode($php->output(), true, 8, JSON_THROW_ON_ERROR);

        self::assertSame([500], $counts);
        self::assertSame($used ? 'redis' : 'process', $facts['tier']);
        self::assertSame($used ? 0 : 1, substr_count($php->errors, 'the shared cache is not used'), $php->errors);
        $stats = (string) shell_exec(Machine::store('cli') . " -s {$this->machine->folder}/redis.sock info stats");
        self::assertSame($used ? 1 : 0, preg_match('/^evicted_keys:[1-9]/m', $stats));
    }

    public function testARunningLimitIsNotGrantedAgainWhileRedisIsFull(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]]]);
        $settings = $this->machine->redis();
        $code = 'echo json_encode(VirtFusionDirect\RateLimit::acquire("running", 600)), "\n"; fgets(STDIN);'
            . 'echo json_encode([VirtFusionDirect\RateLimit::acquire("new", 600), VirtFusionDirect\Cache::facts()["tier"],'
            . 'VirtFusionDirect\RateLimit::acquire("running", 600), VirtFusionDirect\RateLimit::acquire("new", 600)]);';
        $php = $this->machine->start($code, $settings);
        self::assertSame('true', $php->line());
        exec(Machine::store('cli') . " -s {$this->machine->folder}/redis.sock config set maxmemory 1");
        $php->write("\n");
        self::assertSame('[true,"process",false,false]', $php->output(), $php->errors);
    }

    /** @return array<string, array{string, bool}> */
    public static function passwords(): array
    {
        return ['the right one' => ['s%3Acret', true], 'a wrong one' => ['wr%3Aong', false]];
    }

    /** @dataProvider passwords */
    public function testARedisWithTlsAndPasswordIsUsedAndThePasswordIsNotShown(string $password, bool $right): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]]]);
        $folder = $this->machine->folder;
        $this->certificate($folder);
        $port = $this->freePort();
        $settings = $this->machine->redis(
            ['--tls-port', (string) $port, '--tls-cert-file', "$folder/redis.crt", '--tls-key-file', "$folder/redis.key",
                '--tls-auth-clients', 'no', '--requirepass', 's:cret', '--unixsocket', "$folder/redis.sock"],
            "rediss://:$password@localhost:$port/1",
        );
        // The panel's issuer and the server's: one file, as an operator with a private issuer has it.
        file_put_contents("$folder/both.pem", file_get_contents($this->machine->panel['ca']) . file_get_contents("$folder/redis.crt"));
        $settings['virtfusion_direct.cafile'] = "$folder/both.pem";
        $code = 'echo $m->fetchPackage(3)["memory"], $m->lastError(); (new ReflectionExtension("virtfusion_direct"))->info();';
        $php = $this->machine->start($code, $settings);
        $shown = $php->output();
        self::assertStringStartsWith('1024', $shown);
        $again = $this->machine->start('echo $m->fetchPackage(3)["memory"];', $settings);
        self::assertSame('1024', $again->output());
        self::assertSame($right ? 1 : 2, $this->machine->asked('/packages/3'), $php->errors);
        self::assertSame($right ? 0 : 1, substr_count($php->errors, 'the shared cache is not used'), $php->errors);
        foreach ([$shown, $php->errors] as $text) {
            self::assertStringNotContainsString('s:cret', $text);
            self::assertStringNotContainsString('s%3Acret', $text);
            self::assertStringNotContainsString('wr', str_replace(['wrote', 'write'], '', $text));
        }
    }

    public function testARedisWithAnUntrustedCertificateIsNotUsed(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]]]);
        $folder = $this->machine->folder;
        $this->certificate($folder);
        $port = $this->freePort();
        $settings = $this->machine->redis(
            ['--tls-port', (string) $port, '--tls-cert-file', "$folder/redis.crt", '--tls-key-file', "$folder/redis.key", '--tls-auth-clients', 'no'],
            "rediss://localhost:$port",
        );
        $php = $this->machine->start('echo $m->fetchPackage(3)["memory"];', $settings);
        self::assertSame('1024', $php->output());
        self::assertSame(1, substr_count($php->errors, 'the shared cache is not used'), $php->errors);
    }

    private function certificate(string $folder): void
    {
        exec('openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'
            . ' -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE'
            . " -keyout $folder/redis.key -out $folder/redis.crt 2>&1", $output, $status);
        self::assertSame(0, $status, implode("\n", $output));
    }

    private function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        self::assertNotFalse($socket);
        $port = (int) substr((string) strrchr((string) stream_socket_get_name($socket, false), ':'), 1);
        fclose($socket);

        return $port;
    }
}
