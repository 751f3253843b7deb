<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Php.php';

/** An account whose limit of processes leaves no room for another thread. */
final class FewThreadsTest extends TestCase
{
    /** An account that runs nothing else. */
    private const USER = 54321;
    private const REASON = 'no thread could be started: Resource temporarily unavailable';

    private Machine $machine;

    protected function setUp(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]], 'groups' => ['5' => [['id' => 1]]]]);
        mkdir("{$this->machine->folder}/few");
        chown("{$this->machine->folder}/few", self::USER);
    }

    protected function tearDown(): void
    {
        $this->machine->stop();
    }

    /** @dataProvider ways */
    public function testAQuantityIsUnknownWithTheReason(string $before): void
    {
        // The deadline ends before the lease of a request that was never sent.
        $said = $this->asUser('$stock = new VirtFusionDirect\StockControl($m);'
            . '$row = ["id" => 1, "configoption1" => 5, "configoption2" => 3];' . $before
            . '$quantity = $stock->quantity($row, 4.0);'
            . 'echo json_encode([$quantity, $m->lastError()]);');
        self::assertNull($said[0]);
        self::assertStringContainsString('not asked: ' . self::REASON, $said[1]);
    }

    /** @return array<string, array{string}> */
    public static function ways(): array
    {
        return ['asked for' => [''], 'prefetched' => ['$stock->prefetch([$row]);']];
    }

    public function testTheConnectionTestOnPhpsOwnThreadGivesTheReason(): void
    {
        $said = $this->asUser('echo json_encode($m->testConnection());');
        self::assertFalse($said['success']);
        self::assertStringContainsString('The panel was not asked: ' . self::REASON, $said['error']);
    }

    public function testAnAddressNeedsNoThreadForItsName(): void
    {
        $url = str_replace('localhost', '127.0.0.1', $this->machine->panel['url']);
        self::assertSame(['success' => true, 'error' => ''], $this->asUser('echo json_encode($m->testConnection());', $url));
    }

    /** @return array<int|string, mixed> */
    private function asUser(string $code, ?string $url = null): array
    {
        $limit = ['setpriv', '--reuid=' . self::USER, '--clear-groups', 'prlimit', '--nproc=1'];
        $settings = ['virtfusion_direct.cache_dir' => "{$this->machine->folder}/few/cache"];
        $php = $this->machine->start($code, $settings, null, $url, $limit);
        $output = $php->output();
        $said = json_decode($output, true);
        self::assertIsArray($said, "{$output}\n{$php->errors}");

        return $said;
    }
}
