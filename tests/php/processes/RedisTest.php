<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Php.php';
require_once __DIR__ . '/Fpm.php';

/** Redis when it is full, encrypted, or ends; and what a process then does. */
final class RedisTest extends TestCase
{
    private Machine $machine;

    protected function tearDown(): void
    {
        $this->machine->stop();
    }

    public function testARedisThatEndsDuringARequestIsLoggedFromPhpsOwnThread(): void
    {
        // The lease is taken in Redis, and the request hangs; its failure is noted for the breaker when Redis is gone.
        $this->machine = new Machine(['groups' => ['5' => [['id' => 1]]], 'faults' => [['path' => '/packages/*', 'kind' => 'hang']]]);
        $settings = $this->machine->redis() + ['virtfusion_direct.timeout' => '2'];
        $code = '$s = new VirtFusionDirect\StockControl($m); $rows = [];'
            . 'foreach (range($first, $first + 3) as $id) { $rows[] = ["id" => $id, "configoption1" => "5", "configoption2" => (string) $id]; }'
            . '$all = $s->quantities($rows); echo json_encode([count($all), array_filter($all, "is_int"), VirtFusionDirect\Cache::facts()["why"],'
            . 'trim(file_get_contents("/proc/self/task/" . getmypid() . "/comm"))]);';
        $lines = $this->machine->start("\$first = 11; $code", $settings);
        // Writing to this file names the thread that writes.
        $names = $this->machine->start("\$first = 21; $code", $settings + ['error_log' => '/proc/thread-self/comm']);
        for ($wait = 0; $this->machine->asked('/packages/11') + $this->machine->asked('/packages/21') < 2 && $wait < 500; $wait++) {
            usleep(10_000);
        }
        $keys = (string) shell_exec(Machine::store('cli') . " -s {$this->machine->folder}/redis.sock --raw keys '*:l:*'");
        self::assertNotSame('', trim($keys), 'leases are held');
        $this->machine->signalRedis(9);
        foreach (['php' => $lines, '[' => $names] as $name => $php) {
            [$count, $known, $why, $thread] = (array) json_decode($output = $php->output(), true) + [null, null, null, ''];
            self::assertSame(0, $php->status, "$output $php->errors");
            self::assertSame([4, []], [$count, $known], 'a hanging panel says nothing about any quantity');
            self::assertStringContainsString('Redis at', (string) $why);
            self::assertStringStartsWith($name, $thread);
            self::assertStringNotContainsString('panic', $output . $php->errors);
        }
        self::assertSame(1, substr_count($lines->errors, 'the shared cache is not used'), $lines->errors);
    }

    public function testALimitOfTheLongestPeriodLeavesTheStoreInUse(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]]]);
        $settings = $this->machine->redis();
        $code = '$acquire = fn (string $key, int $seconds) => VirtFusionDirect\RateLimit::acquire($key, $seconds);'
            . 'echo json_encode([$acquire("a", 600), $acquire("b", PHP_INT_MAX), $acquire("a", 600), $acquire("b", PHP_INT_MAX),'
            . 'VirtFusionDirect\Cache::facts()["tier"]]);';
        $first = $this->machine->start($code, $settings);
        self::assertSame('[true,true,false,false,"redis"]', $first->output());
        self::assertSame('', $first->errors);
        self::assertSame('[false,false,false,false,"redis"]', $this->machine->run($code, $settings), 'in another process too');
    }

    public function testACafileAddsToTheSystemsCertificatesForRedis(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]]]);
        $folder = $this->machine->folder;
        $this->certificate($folder);
        $port = $this->freePort();
        $settings = $this->machine->redis(
            ['--tls-port', (string) $port, '--tls-cert-file', "$folder/redis.crt", '--tls-key-file', "$folder/redis.key", '--tls-auth-clients', 'no'],
            "rediss://localhost:$port",
        );
        $code = 'echo $m->fetchPackage(3)["memory"], VirtFusionDirect\Cache::facts()["tier"], VirtFusionDirect\Cache::facts()["why"];';
        // The file names the panel's issuer only, and the system's store the certificate of Redis only.
        $php = $this->machine->start($code, $settings, null, null, ['env', "SSL_CERT_FILE=$folder/redis.crt"]);
        self::assertSame('1024redis', $php->output(), $php->errors);
        $other = $this->machine->start($code, $settings);
        self::assertStringStartsWith('1024process', $other->output(), 'the certificate of Redis is trusted by the system only');
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
