<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Php.php';

/** PHP with little address space, as hosts set it per account: a call ends, with a number or with a reason. */
final class LittleMemoryTest extends TestCase
{
    private const CODE = '$stock = new VirtFusionDirect\StockControl($m);'
        . '$quantity = $stock->quantity(["id" => 1, "configoption1" => 5, "configoption2" => 3]);'
        . 'echo json_encode([$quantity, $m->lastError()]);';
    private const STEP = 1 << 20;

    private Machine $machine;

    protected function setUp(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]], 'groups' => ['5' => [['id' => 1, 'repeat' => 450]]]]);
    }

    protected function tearDown(): void
    {
        $this->machine->stop();
    }

    public function testEveryCallEndsWithANumberOrAReason(): void
    {
        $reasons = [];
        $least = $this->leastThatLoads();
        // The shared store maps 64 MB: around that sum, hardly anything is left for threads and connections.
        for ($more = 0; $more < 96 * self::STEP; $more += self::STEP) {
            [$quantity, $error] = $this->ask($least + $more);
            self::assertTrue(is_int($quantity) !== is_string($error), json_encode([$quantity, $error]) ?: '');
            $reasons[] = $error;
        }
        self::assertNull(end($reasons), 'with enough memory there is a number');
        $reasons = array_unique(array_filter($reasons));
        self::assertNotEmpty($reasons, 'the little memory had an effect');
        foreach ($reasons as $reason) {
            self::assertMatchesRegularExpression('/no thread could be started|not enough memory|look-up failed/', $reason);
        }
    }

    /** The least address space with which PHP starts with the extension. */
    private function leastThatLoads(): int
    {
        for ($bytes = 16 * self::STEP; $bytes < 1024 * self::STEP; $bytes += 4 * self::STEP) {
            if ($this->machine->start('echo "loaded";', [], null, null, ["prlimit", "--as=$bytes"])->output() === 'loaded') {
                return $bytes + 4 * self::STEP;
            }
        }
        self::fail('PHP does not start');
    }

    /** @return array{?int, ?string} */
    private function ask(int $bytes): array
    {
        $limit = ['prlimit', "--as=$bytes", 'timeout', '60'];
        $php = $this->machine->start(self::CODE, ['virtfusion_direct.timeout' => '5'], null, null, $limit);
        $output = $php->output();
        $said = json_decode($output, true);
        self::assertIsArray($said, "{$bytes} bytes: {$output}\n{$php->errors}");

        return $said;
    }
}
