<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;

/** How connections are made: over a name with a dead address, and by threads that take no signals. */
final class ConnectionTest extends TestCase
{
    /** A host with two addresses, of which the resolver puts the first one first. */
    private const ADDRESSES = ['127.0.0.1', '127.0.0.2'];

    private Panel $panel;
    private string $folder;
    /** @var list<Server> */
    private array $servers = [];

    protected function setUp(): void
    {
        $this->panel = Panel::number(1);
        $this->panel->holds(['packages' => ['3' => ['memory' => 1024]], 'groups' => ['5' => [['id' => 1, 'repeat' => 2000]]]]);
        $this->folder = Workshop::folder() . '/connection-' . bin2hex(random_bytes(4));
        mkdir($this->folder, 0700);
        file_put_contents("{$this->folder}/panel.pem", $this->panel->authority);
    }

    protected function tearDown(): void
    {
        foreach ($this->servers as $server) {
            $server->stop();
        }
        Workshop::remove($this->folder);
    }

    public function testADeadFirstAddressDoesNotCostTheTimeOut(): void
    {
        [$dead, $queued, $port] = $this->deadListener();
        $this->relay($port);
        file_put_contents("{$this->folder}/hosts", implode(" localhost\n", self::ADDRESSES) . " localhost\n");
        $code = <<<'PHP'
            $module = new VirtFusionDirect\Module($argv[1], $argv[2]);
            $start = hrtime(true);
            $quantity = (new VirtFusionDirect\StockControl($module))->quantity(['id' => 1, 'configoption1' => 5, 'configoption2' => 3]);
            echo json_encode([$quantity, $module->lastError(), (hrtime(true) - $start) / 1e9]), "\n";
            PHP;
        $php = $this->php($code, "https://localhost:{$port}/api/v1", $this->inPlaceOf('/etc/hosts', 'hosts'));
        [$quantity, $error, $took] = json_decode($php->line(), true, 8, JSON_THROW_ON_ERROR);
        self::assertIsInt($quantity, (string) $error);
        // The first of two addresses would have had two thirds of the 60 seconds for a connection.
        self::assertLessThan(20.0, $took);
        fclose($dead);
        array_map('fclose', $queued);
    }

    public function testTheThreadOfANameLookUpTakesNoSignals(): void
    {
        $names = Server::start([PHP_BINARY, __DIR__ . '/names.php', 'silent'], "{$this->folder}/names.log");
        $this->servers[] = $names;
        file_put_contents("{$this->folder}/resolv.conf", 'nameserver ' . trim($names->line()) . "\noptions timeout:30 attempts:1\n");
        $code = '(new VirtFusionDirect\Module($argv[1], $argv[2]))->testConnection();';
        $php = $this->php($code, 'https://panel.example.com/api/v1', $this->inPlaceOf('/etc/resolv.conf', 'resolv.conf'));
        $php->waitUntil(fn (): bool => count($this->threads($php->pid)) > 1, 'The thread of a name look-up');
        $threads = $this->threads($php->pid);
        unset($threads[$php->pid]);
        foreach ($threads as $status) {
            self::assertMatchesRegularExpression('/^Name:\s+virtfusion/m', $status);
            // All but SIGKILL and SIGSTOP, which cannot be blocked, the two that the C library keeps for itself, and SIGILL, SIGBUS,
            // SIGFPE and SIGSEGV, which a thread's own fault raises in that thread.
            self::assertMatchesRegularExpression('/^SigBlk:\s+fffffffe7ffbfa37$/m', $status);
        }
    }

    /** @return array<int, string> the status of each thread of a process */
    private function threads(int $pid): array
    {
        $threads = [];
        foreach (glob("/proc/{$pid}/task/*") ?: [] as $task) {
            $threads[(int) basename($task)] = (string) @file_get_contents("{$task}/status");
        }

        return $threads;
    }

    /**
     * The command that gives a program a file of this test's folder in a system file's place; no other program sees it.
     *
     * @return list<string>
     */
    private function inPlaceOf(string $system, string $file): array
    {
        return ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" "$1" && shift && exec "$@"', "{$this->folder}/{$file}", $system];
    }

    /** @param list<string> $through */
    private function php(string $code, string $url, array $through): Server
    {
        $settings = [
            'extension=' . Workshop::extension(),
            "virtfusion_direct.cafile={$this->folder}/panel.pem",
            "virtfusion_direct.cache_dir={$this->folder}/cache",
            'virtfusion_direct.timeout=60',
            'virtfusion_direct.connect_timeout=60',
        ];
        $command = [...$through, PHP_BINARY, '-n'];
        foreach ($settings as $setting) {
            array_push($command, '-d', $setting);
        }

        return $this->servers[] = Server::start([...$command, '-r', $code, '--', $url, Panel::TOKEN], "{$this->folder}/log");
    }

    /**
     * A listener whose queue is full: the kernel drops whatever else comes.
     *
     * @return array{resource, list<resource>, int}
     */
    private function deadListener(): array
    {
        $flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
        $context = stream_context_create(['socket' => ['backlog' => 0]]);
        $dead = stream_socket_server('tcp://' . self::ADDRESSES[0] . ':0', $code, $error, $flags, $context);
        self::assertNotFalse($dead, $error);
        $address = (string) stream_socket_get_name($dead, false);
        $queued = [];
        for ($count = 0; $count < 4; $count++) {
            $client = stream_socket_client("tcp://{$address}", $code, $error, 1, STREAM_CLIENT_ASYNC_CONNECT | STREAM_CLIENT_CONNECT);
            self::assertNotFalse($client, $error);
            $queued[] = $client;
        }

        return [$dead, $queued, (int) substr(strrchr($address, ':') ?: '', 1)];
    }

    private function relay(int $port): void
    {
        $panel = '127.0.0.1:' . parse_url("https://{$this->panel->hostname}", PHP_URL_PORT);
        $relay = Server::start([PHP_BINARY, __DIR__ . '/relay.php', self::ADDRESSES[1] . ":{$port}", $panel], "{$this->folder}/relay.log");
        $this->servers[] = $relay;
        self::assertSame("ready\n", $relay->line(), (string) file_get_contents("{$this->folder}/relay.log"));
    }
}
