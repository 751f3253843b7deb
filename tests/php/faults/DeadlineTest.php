<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;

/**
 * A call with a deadline ends at that deadline, whatever the panel, the network or the name server does. The error message says
 * what ended the call; nothing else would end it within the bound.
 */
final class DeadlineTest extends TestCase
{
    private const DEADLINE = 1.5;
    /** Half of the time-outs, and generous on a busy machine. */
    private const IN_TIME = 15.0;
    private const PATIENT = 30.0;
    private const ASK = <<<'PHP'
        $module = new VirtFusionDirect\Module($argv[1], $argv[2]);
        $stock = new VirtFusionDirect\StockControl($module);
        $start = hrtime(true);
        $quantity = $stock->quantity(['id' => 1, 'configoption1' => 5, 'configoption2' => 3], (float) $argv[3]);
        echo json_encode(['took' => (hrtime(true) - $start) / 1e9, 'quantity' => $quantity, 'error' => $module->lastError()]);
        PHP;

    private Panel $panel;
    private string $folder;
    private ?Server $nameServer = null;

    protected function setUp(): void
    {
        $this->panel = Panel::number(1);
        $this->panel->holds([
            'packages' => ['3' => ['memory' => 1024]],
            'groups' => ['5' => [['id' => 1, 'repeat' => 2000]]],
        ]);
        $this->folder = Workshop::folder() . '/deadline-' . bin2hex(random_bytes(4));
        mkdir($this->folder, 0700);
        file_put_contents("{$this->folder}/panel.pem", $this->panel->authority);
    }

    protected function tearDown(): void
    {
        $this->panel->heals();
        $this->panel->latency(0);
        $this->nameServer?->stop();
        Workshop::remove($this->folder);
    }

    public function testAHealthyPanelGivesANumber(): void
    {
        $said = $this->ask("https://{$this->panel->hostname}/api/v1", self::PATIENT);
        self::assertIsInt($said['quantity'], (string) $said['error']);
    }

    /** @return array<string, array{array<string, mixed>}> */
    public static function troubles(): array
    {
        return [
            'silence' => [['kind' => 'hang']],
            'a byte a second' => [['kind' => 'drip', 'interval_ms' => 1000]],
            'headers byte for byte' => [['kind' => 'drip', 'interval_ms' => 40]],
            'a body byte for byte' => [['kind' => 'drip_body', 'interval_ms' => 40]],
            'an answer that comes late' => [['kind' => 'latency', 'ms' => 60_000]],
        ];
    }

    /**
     * @param array<string, mixed> $fault
     * @dataProvider troubles
     */
    public function testTheDeadlineHoldsWhenThePanelIsSlow(array $fault): void
    {
        foreach (['/packages/3', '/compute/*'] as $path) {
            $this->panel->fails(['path' => $path] + $fault);
            $this->assertHolds("https://{$this->panel->hostname}/api/v1");
        }
    }

    public function testTheDeadlineHoldsOverSeveralSlowPages(): void
    {
        $this->panel->latency(900);
        $this->assertHolds("https://{$this->panel->hostname}/api/v1");
    }

    public function testEndlessHeadersFailBeforeTheDeadline(): void
    {
        $this->panel->fails(['path' => '*', 'kind' => 'endless_headers']);
        $said = $this->ask("https://{$this->panel->hostname}/api/v1", self::PATIENT);
        self::assertNull($said['quantity']);
        self::assertStringContainsString('too many headers', $said['error']);
        self::assertLessThan(self::IN_TIME, $said['took']);
    }

    public function testTheDeadlineHoldsWhenTheConnectionIsNotAccepted(): void
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        self::assertNotFalse($socket);
        $this->assertHolds('https://' . stream_socket_get_name($socket, false) . '/api/v1');
    }

    public function testTheDeadlineHoldsWhenTheNameServerIsSilent(): void
    {
        $this->assertHolds('https://panel.example.com/api/v1', $this->nameServer('silent'));
    }

    public function testAnUnknownHostNameIsReported(): void
    {
        $said = $this->ask('https://panel.example.com/api/v1', self::PATIENT, $this->nameServer('unknown'));
        self::assertNull($said['quantity']);
        self::assertStringContainsString("the host's name was not found", $said['error']);
    }

    /** @param list<string> $names the command that gives a program another name server */
    private function assertHolds(string $url, array $names = []): void
    {
        $said = $this->ask($url, self::DEADLINE, $names);
        self::assertNull($said['quantity']);
        self::assertStringContainsString("no answer within the caller's deadline", $said['error']);
        self::assertGreaterThanOrEqual(self::DEADLINE, $said['took']);
        self::assertLessThan(self::IN_TIME, $said['took']);
    }

    /**
     * @param list<string> $names
     * @return array{took: float, quantity: ?int, error: string}
     */
    private function ask(string $url, float $deadline, array $names = []): array
    {
        $settings = [
            'extension=' . Workshop::extension(),
            "virtfusion_direct.cafile={$this->folder}/panel.pem",
            "virtfusion_direct.cache_dir={$this->folder}/cache-" . bin2hex(random_bytes(4)),
            'virtfusion_direct.timeout=30',
            'virtfusion_direct.connect_timeout=30',
        ];
        $command = [...$names, PHP_BINARY, '-n'];
        foreach ($settings as $setting) {
            array_push($command, '-d', $setting);
        }
        $log = "{$this->folder}/log";
        $process = Server::start([...$command, '-r', self::ASK, '--', $url, Panel::TOKEN, (string) $deadline], $log);
        $line = $process->line();
        $process->stop();

        return (array) json_decode($line === '' ? (string) file_get_contents($log) : $line, true, 8, JSON_THROW_ON_ERROR);
    }

    /**
     * A name server of this test's, for programs that the given command starts; no other program sees it.
     *
     * @return list<string>
     */
    private function nameServer(string $kind): array
    {
        $this->nameServer = Server::start([PHP_BINARY, __DIR__ . '/names.php', $kind], "{$this->folder}/names.log");
        $address = trim($this->nameServer->line());
        self::assertNotSame('', $address, (string) file_get_contents("{$this->folder}/names.log"));
        file_put_contents("{$this->folder}/resolv.conf", "nameserver {$address}\noptions timeout:30 attempts:1\n");

        return ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /etc/resolv.conf && exec "$@"', "{$this->folder}/resolv.conf"];
    }
}
