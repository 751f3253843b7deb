<?php

/*
 * The cases of the host repository's own tests, called as that repository calls them: by reflection, on an object that was made without its
 * constructor, in a process with no WHMCS and no database.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WhmcsStandIn\Process;

final class HostRepositoryTest extends TestCase
{
    private const PACKAGE = ['memory' => 2048, 'cpuCores' => 1, 'primaryStorage' => 20, 'primaryStorageProfile' => 0];
    private const NO_QUOTA = ['max' => 0, 'free' => 0];

    /**
     * @dataProvider groupsOfHypervisors
     * @param list<array<string, mixed>> $entries
     * @param array<string, mixed> $lines those of the breakdown that the case is about
     * @param array<string, int> $package
     */
    public function testGroupCapacity(
        array $entries,
        int $expected,
        array $lines = [],
        int $ipv4 = 1,
        float $buffer = 10.0,
        array $package = self::PACKAGE
    ): void {
        $answer = self::groupCapacity($entries, $package, $ipv4, $buffer);

        self::assertSame($expected, $answer['count']);
        self::assertSame($lines, array_intersect_key($answer['breakdown'], $lines));
        self::assertSame('', $answer['log']);
    }

    /** @return iterable<string, array<int, mixed>> */
    public static function groupsOfHypervisors(): iterable
    {
        $free = static fn (int $id, ?int $addresses): array => self::hypervisor($id, $addresses);
        yield 'unlimited hypervisors' => [[$free(1, null), $free(2, null)], PHP_INT_MAX];
        yield 'unlimited hypervisors under a pool' => [[$free(1, 96), $free(2, 96)], 96];
        yield 'the pool is the maximum, not the sum' => [[$free(1, 40), $free(2, 96), $free(3, 60)], 96];
        yield 'addresses divide the pool' => [[$free(1, 97)], 24, [], 4];
        yield 'no addresses needed of an empty pool' => [[$free(1, 0)], PHP_INT_MAX, [], 0];
        yield 'an empty pool' => [[$free(1, 0), $free(2, 0)], 0];
        yield 'an empty group' => [[], 0];
        yield 'disabled' => [
            [self::flagged(['enabled' => false]), $free(2, 5)], 5, ['1:hv-1' => 'skipped: disabled'],
        ];
        yield 'not commissioned' => [
            [self::flagged(['commissioned' => 0]), $free(2, 5)], 5, ['1:hv-1' => 'skipped: not commissioned'],
        ];
        yield 'prohibited, with the most addresses' => [
            [self::flagged(['prohibit' => true]), $free(2, 5)], 5, ['1:hv-1' => 'skipped: prohibited'],
        ];
        yield 'accept does not count' => [[self::flagged(['accept' => false])], 96];
        yield 'the binding resource' => [
            [self::hypervisor(7, 96, ['max' => 10240, 'free' => 6000], ['max' => 40, 'free' => 36], ['max' => 10000, 'free' => 6000])],
            2,
            ['7:hv-7' => ['memory' => 2, 'cpu' => 32, 'storage' => 250, 'ipv4Free' => 96, 'fits' => 2]],
        ];
        yield 'unlimited as a word' => [
            [self::hypervisor(7, null, ['max' => 10240, 'free' => 6000])],
            2,
            ['7:hv-7' => [
                'memory' => 2, 'cpu' => 'unlimited', 'storage' => 'unlimited', 'ipv4Free' => 'unlimited', 'fits' => 2,
            ]],
        ];
        yield 'the count of servers limits' => [
            [self::with($free(1, 96), ['servers' => ['max' => 5, 'free' => 1]]), $free(2, 96)],
            96,
            ['1:hv-1' => [
                'memory' => 'unlimited', 'cpu' => 'unlimited', 'storage' => 'unlimited', 'ipv4Free' => 96, 'fits' => 1,
            ]],
        ];
        yield 'one id twice' => [
            [self::with($free(1, 96), ['servers' => ['max' => 5, 'free' => 1]]), $free(1, 96)],
            1,
            ['1:hv-1' => [
                'memory' => 'unlimited', 'cpu' => 'unlimited', 'storage' => 'unlimited', 'ipv4Free' => 96, 'fits' => 1,
            ]],
        ];
        $big = ['memory' => 16384, 'cpuCores' => 4, 'primaryStorage' => 100, 'primaryStorageProfile' => 1];
        yield 'two nodes with mirrored storage types, 10 % buffer' => [self::capture(), 0, [], 1, 10.0, $big];
        yield 'two nodes with mirrored storage types, no buffer' => [
            self::capture(),
            2,
            [
                '3:node-a' => ['memory' => 1, 'cpu' => 13, 'storage' => 42, 'ipv4Free' => 211, 'fits' => 1],
                '4:node-b' => ['memory' => 1, 'cpu' => 11, 'storage' => 31, 'ipv4Free' => 211, 'fits' => 1],
            ],
            1,
            0.0,
            $big,
        ];
    }

    /**
     * @dataProvider pools
     * @param array<string, mixed> $resources
     */
    public function testCapForStorage(array $resources, int $type, int $need, int $expected, float $buffer = 10.0): void
    {
        $answer = self::call('capForStorage', [$resources, $type, $need, $buffer]);

        self::assertSame($expected, $answer['count']);
        self::assertSame('', $answer['log']);
    }

    /** @return iterable<string, array<int, mixed>> */
    public static function pools(): iterable
    {
        [$first, $second] = array_column(self::capture(), 'resources');
        yield 'first node, default mountpoint' => [$first, 1, 100, 35];
        yield 'first node, other pool' => [$first, 2, 100, 2];
        yield 'second node, default mountpoint' => [$second, 2, 100, 11];
        yield 'second node, other pool' => [$second, 1, 100, 24];

        $local = self::pool(7, 1000, 600);
        yield 'no pool of the type' => [['localStorage' => $local, 'otherStorage' => []], 2, 10, 0];
        yield 'a disabled pool is passed over' => [
            ['localStorage' => self::pool(2, 1000, 900, 0), 'otherStorage' => [self::pool(2, 1000, 150)]], 2, 10, 5,
        ];
        yield 'the best pool and not the sum' => [
            ['localStorage' => self::pool(2, 1000, 600), 'otherStorage' => [self::pool(2, 1000, 400), self::pool(2, 1000, 550)]], 2, 10, 50,
        ];
        yield 'without a type the default mountpoint' => [['localStorage' => $local, 'otherStorage' => [self::pool(2, 1000, 900)]], 0, 10, 50];
        yield 'without a type a disabled default mountpoint' => [
            ['localStorage' => self::pool(7, 1000, 600, 0), 'otherStorage' => [self::pool(7, 1000, 600)]], 0, 10, 0,
        ];
        yield 'an older panel matches by id' => [
            ['localStorage' => $local, 'otherStorage' => [['id' => 4, 'enabled' => 1, 'max' => 1000, 'free' => 300]]], 4, 10, 20,
        ];
        yield 'a pool without a quota' => [['localStorage' => self::pool(2, 0, -40), 'otherStorage' => []], 2, 10, PHP_INT_MAX];
    }

    public function testGroupCapacityThatIsNotUnderstoodIsZeroAndLogged(): void
    {
        $entries = [self::hypervisor(1, 96, ['max' => 'many', 'free' => 1]), self::hypervisor(2, 96)];

        $answer = self::groupCapacity($entries, self::PACKAGE, 1, 10.0);

        self::assertSame(0, $answer['count']);
        self::assertSame('skipped: its figures are not understood', $answer['breakdown']['1:hv-1']);
        self::assertSame('unlimited', $answer['breakdown']['2:hv-2']['fits']);
        self::assertStringContainsString('groupCapacity() returns 0', $answer['log']);
    }

    public function testCapForStorageThatIsNotUnderstoodIsZeroAndLogged(): void
    {
        $answer = self::call('capForStorage', [['localStorage' => self::pool(2, -1, 5)], 2, 10, 10.0]);

        self::assertSame(0, $answer['count']);
        self::assertStringContainsString('capForStorage() returns 0', $answer['log']);
    }

    public function testTheSignaturesAreTheHosts(): void
    {
        $signatures = self::php('$answer = [];
            foreach (["groupCapacity", "capForStorage"] as $name) {
                $method = $class->getMethod($name);
                $text = static fn ($p) => $p->getType() . ($p->isPassedByReference() ? " &$" : " $") . $p->getName()
                    . ($p->isDefaultValueAvailable() ? " = " . json_encode($p->getDefaultValue()) : "");
                $answer[] = implode(" ", Reflection::getModifierNames($method->getModifiers())) . " {$name}("
                    . implode(", ", array_map($text, $method->getParameters())) . "): " . $method->getReturnType();
            }
            echo json_encode(["answer" => $answer]);');

        self::assertSame([
            'private groupCapacity(array $response, array $package, int $ipv4Required, float $bufferPct, array &$breakdown = []): int',
            'private static capForStorage(array $resources, int $storageType, int $needGb, float $bufferPct): int',
        ], $signatures);
    }

    /**
     * Two nodes with the two storage types the other way round, written as a panel writes them.
     *
     * @return list<array<string, mixed>>
     */
    private static function capture(): array
    {
        $node = static fn (int $id, string $name, array $memory, array $cpu, array $local, array $other): array => [
            'hypervisor' => ['id' => $id, 'name' => $name, 'enabled' => true, 'prohibit' => false, 'accept' => false, 'commissioned' => true],
            'resources' => [
                'servers' => self::cell('#', 0, 31),
                'memory' => self::cell('MB', ...$memory),
                'cpuCores' => self::cell('#', ...$cpu),
                'localStorage' => ['name' => 'Default', 'enabled' => 1, 'storageType' => $local[0]] + self::cell('GB', $local[1], $local[2]),
                'otherStorage' => [['id' => 1, 'name' => 'Second', 'path' => null, 'isDatastore' => false, 'enabled' => 1, 'storageType' => $other[0]]
                    + self::cell('GB', $other[1], $other[2])],
                'network' => ['total' => ['ipv4' => ['free' => 211]]],
            ],
        ];

        return [
            $node(3, 'node-a', [257000, 237000], [128, 76], [1, 7000, 2775], [2, 3500, 2923]),
            $node(4, 'node-b', [257000, 232000], [128, 84], [2, 3500, 2000], [1, 7000, 3820]),
        ];
    }

    /** @return array<string, mixed> */
    private static function cell(string $units, int $max, int $allocated): array
    {
        $percent = $max === 0 ? null : round(100 * $allocated / $max, 2);

        return ['units' => $units, 'max' => $max, 'allocated' => $allocated, 'free' => $max - $allocated, 'percent' => $percent];
    }

    /** @return array<string, int> */
    private static function pool(int $type, int $max, int $free, int $enabled = 1): array
    {
        return ['enabled' => $enabled, 'storageType' => $type, 'max' => $max, 'free' => $free];
    }

    /**
     * @param array<string, mixed> $memory
     * @param array<string, mixed> $cpu
     * @param array<string, mixed> $storage
     * @return array<string, mixed>
     */
    private static function hypervisor(
        int $id,
        ?int $addresses,
        array $memory = self::NO_QUOTA,
        array $cpu = self::NO_QUOTA,
        array $storage = self::NO_QUOTA
    ): array {
        return [
            'hypervisor' => ['id' => $id, 'name' => "hv-{$id}", 'enabled' => true, 'commissioned' => true, 'prohibit' => false],
            'resources' => ['memory' => $memory, 'cpuCores' => $cpu, 'localStorage' => ['enabled' => 1, 'storageType' => 1] + $storage]
                + ($addresses === null ? [] : ['network' => ['total' => ['ipv4' => ['free' => $addresses]]]]),
        ];
    }

    /**
     * @param array<string, mixed> $flags
     * @return array<string, mixed>
     */
    private static function flagged(array $flags): array
    {
        $entry = self::hypervisor(1, 96);

        return ['hypervisor' => $flags + $entry['hypervisor']] + $entry;
    }

    /**
     * @param array<string, mixed> $entry
     * @param array<string, mixed> $resources
     * @return array<string, mixed>
     */
    private static function with(array $entry, array $resources): array
    {
        return ['resources' => $resources + $entry['resources']] + $entry;
    }

    /**
     * @param list<array<string, mixed>> $entries
     * @param array<string, int> $package
     * @return array<string, mixed>
     */
    private static function groupCapacity(array $entries, array $package, int $ipv4, float $buffer): array
    {
        return self::call('groupCapacity', [['data' => $entries], $package, $ipv4, $buffer]);
    }

    /**
     * @param list<mixed> $arguments
     * @return array<string, mixed> count, breakdown, and log: what was written to PHP's error log
     */
    private static function call(string $method, array $arguments): array
    {
        return self::php('$arguments = unserialize(base64_decode(' . var_export(base64_encode(serialize($arguments)), true) . '));
            $breakdown = [];
            if (' . var_export($method, true) . ' === "groupCapacity") { $arguments[] = &$breakdown; }
            $method = $class->getMethod(' . var_export($method, true) . ');
            $method->setAccessible(true);
            ini_set("error_log", $log = tempnam(sys_get_temp_dir(), "log"));
            $count = $method->invokeArgs($class->newInstanceWithoutConstructor(), $arguments);
            $answer = ["count" => $count, "breakdown" => $breakdown, "log" => file_get_contents($log)];
            unlink($log);
            echo json_encode(["answer" => $answer]);');
    }

    private static function php(string $code): mixed
    {
        $lib = dirname(__DIR__, 3) . '/php/modules/addons/virtfusion_stock/lib';
        $before = '<?php define("WHMCS", true); require ' . var_export("{$lib}/autoload.php", true) . ';'
            . ' require ' . var_export("{$lib}/host/StockControl.php", true) . ';'
            . ' $class = new ReflectionClass("WHMCS\Module\Server\VirtFusionDirect\StockControl"); ';

        return Process::start([PHP_BINARY, '-d', 'extension=' . Workshop::extension()], $before . $code)->answer();
    }
}
