<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use PHPUnit\Framework\TestCase;
use WHMCS\Module\Addon\VirtfusionStock\Order\Sizing;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;

final class SizingTest extends TestCase
{
    private const ROW = ['configoption1' => '5', 'configoption2' => '3', 'configoption3' => '1'];

    private const AS_THE_PRODUCT = [
        'id' => 1021,
        'package' => 3,
        'group' => 5,
        'ipv4' => 1,
        'memory' => null,
        'cpuCores' => null,
        'primaryStorage' => null,
        'primaryStorageProfile' => null,
    ];

    private string $root;

    protected function setUp(): void
    {
        $this->root = Workshop::folder() . '/host-' . bin2hex(random_bytes(4));
        mkdir("{$this->root}/modules/servers/VirtFusionDirect/config", 0700, true);
    }

    public function testAnOrderWithoutOptionsTakesWhatItsProductSays(): void
    {
        self::assertSame(self::AS_THE_PRODUCT, $this->sizeOf([]));
        self::assertSame(self::AS_THE_PRODUCT, $this->sizeOf(['Operating System' => 'Debian', 'Bandwidth' => '500', 'Memory' => '']));
    }

    public function testEachChosenOptionReplacesOneValue(): void
    {
        self::assertSame([
            'id' => 1021,
            'package' => 4,
            'group' => 6,
            'ipv4' => 2,
            'memory' => 16384,
            'cpuCores' => 8,
            'primaryStorage' => 320,
            'primaryStorageProfile' => 4,
        ], $this->sizeOf([
            'Package' => '4',
            'Location' => '6',
            'IPv4' => '2',
            'Memory' => '16',
            'CPU Cores' => 8,
            'Storage' => '320',
            'Storage Type' => '4',
        ]));
    }

    /**
     * @testWith ["16", 16384]
     *     ["1023", 1047552]
     *     ["1024", 1024]
     *     ["4096", 4096]
     *     ["2.9", 2048]
     *     [" 8 ", 8192]
     *     ["0", 0]
     *     ["1e30", 9223372036854775807]
     */
    public function testAMemoryBelow1024IsInGigabytes(string $chosen, int $megabytes): void
    {
        self::assertSame($megabytes, $this->sizeOf(['Memory' => $chosen])['memory']);
    }

    /**
     * @testWith ["Package", "Large"]
     *     ["Package", "0"]
     *     ["Memory", "4 GB"]
     *     ["CPU Cores", "-1"]
     *     ["IPv4", "none"]
     *     ["Storage Type", "NVMe"]
     *     ["Location", "Paris"]
     */
    public function testAnOrderThatThePanelRefusesHasNoPackage(string $option, string $chosen): void
    {
        $hold = $this->sizeOf([$option => $chosen]);

        self::assertNull($hold['package']);
        self::assertNull($hold['memory'] ?? $hold['cpuCores'] ?? $hold['primaryStorage'] ?? $hold['primaryStorageProfile']);
    }

    /**
     * @testWith ["configoption1", "", "group"]
     *     ["configoption1", "Paris", "group"]
     *     ["configoption1", "0", "group"]
     *     ["configoption2", null, "package"]
     *     ["configoption2", "0", "package"]
     *     ["configoption2", "3.5", "package"]
     */
    public function testAProductThatNamesNoGroupOrPackageGivesNone(string $column, ?string $value, string $key): void
    {
        self::assertNull((new Sizing($this->labels()))->hold(1021, [$column => $value] + self::ROW, [])[$key]);
    }

    public function testTheDefaultGroupIsReadBeforeItsPipe(): void
    {
        $row = ['configoption1' => ' 7 | Berlin'] + self::ROW;

        self::assertSame(7, (new Sizing($this->labels()))->hold(1021, $row, [])['group']);
    }

    /**
     * @testWith [null, 1]
     *     ["", 1]
     *     ["none", 1]
     *     ["-2", 1]
     *     ["-0.5", 1]
     *     ["-0", 0]
     *     ["-0e5", 0]
     *     ["0", 0]
     *     ["2.9", 2]
     *     [" 4 ", 4]
     *     [4, 4]
     */
    public function testTheProductsAddressesAreReadAsTheExtensionReadsThem(mixed $column, int $addresses): void
    {
        $row = ['configoption3' => $column] + self::ROW;

        self::assertSame($addresses, (new Sizing($this->labels()))->hold(1021, $row, [])['ipv4']);
    }

    public function testAChosenNumberOfAddressesMayBeNone(): void
    {
        self::assertSame(0, $this->sizeOf(['IPv4' => '0'])['ipv4']);
    }

    public function testTheHostsMappingNamesTheOptions(): void
    {
        file_put_contents(
            "{$this->root}/modules/servers/VirtFusionDirect/config/ConfigOptionMapping.php",
            "<?php return ['memory' => 'RAM', 'cpuCores' => ' Kerne ', 'storage' => '', 'ipv4' => 4];",
        );

        $hold = $this->sizeOf(['RAM' => '2', 'Kerne' => '3', 'Storage' => '50', 'IPv4' => '5', 'Memory' => '64', 'CPU Cores' => '9']);

        self::assertSame([2048, 3, 50, 5], [$hold['memory'], $hold['cpuCores'], $hold['primaryStorage'], $hold['ipv4']]);
    }

    /**
     * @testWith ["1", "16|16 GB", 0, "16"]
     *     [2, " 5 | Frankfurt", 1, "5"]
     *     ["3", "Yes", 1, "1"]
     *     [4, "Gigabytes", "12", "12"]
     *     ["4", null, 0, "0"]
     *     ["1", null, 3, ""]
     */
    public function testAnOptionsValueIsItsChoiceOrItsNumber(mixed $type, ?string $subOption, mixed $number, string $value): void
    {
        self::assertSame($value, Sizing::chosen($type, $subOption, $number));
    }

    /**
     * @param array<string, mixed> $chosen
     * @return array<string, int|null>
     */
    private function sizeOf(array $chosen): array
    {
        return (new Sizing($this->labels()))->hold(1021, self::ROW, $chosen);
    }

    /** @return array<string, string> */
    private function labels(): array
    {
        return (new HostModule([$this->root]))->labels();
    }
}
