<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;

/** Upgrades of a service whose server is on hypervisor 51, with 4096 MB free. Package 3 has 1024 MB, package 4 has 4096, package 5 has 8192. */
final class UpgradeTest extends ShoppingTestCase
{
    private const REFUSAL = 'There is no room for this change where your server runs at the moment. Please contact us.';

    private int $small;
    private int $service;

    protected function setUp(): void
    {
        parent::setUp();
        $this->panel->group(5, [
            self::host(50, 1048576),
            self::host(51, 0, ['memory' => [102400, 98304], 'storage' => [1000, 980]]),
        ]);
        $this->panel->package(4, self::package(['memory' => 4096]));
        $this->panel->package(5, self::package(['memory' => 8192]));
        $this->small = $this->product('small', 5);
        $this->service = $this->built($this->small, ['data' => ['id' => 1, 'hypervisorId' => 51]]);
    }

    public function testTheDifferenceHasToFitOnTheServersHypervisorWithoutTheBuffer(): void
    {
        $medium = $this->catalogue->product('medium', 4, 5, ['configoption7' => '90']);
        $large = $this->catalogue->product('large', 5, 5);

        self::assertSame([], $this->upgrade($this->service, $medium));
        self::assertSame([self::REFUSAL], $this->upgrade($this->service, $large), 'although another hypervisor has room');
    }

    public function testOnlyTheDifferenceCounts(): void
    {
        $this->panel->package(6, self::package(['memory' => 5120]));
        $exact = $this->catalogue->product('exact', 6, 5);

        self::assertSame([], $this->upgrade($this->service, $exact));
        self::assertSame([], $this->upgrade($this->service, $this->small), 'nothing more is nothing');
    }

    public function testDisksAndCoresCountToo(): void
    {
        $this->panel->package(6, self::package(['primaryStorage' => 31]));
        $this->panel->package(7, self::package(['primaryStorage' => 30]));
        $this->panel->package(8, self::package(['cpuCores' => 1002]));

        $answers = [];
        foreach ([6, 7, 8] as $package) {
            $answers[] = count($this->upgrade($this->service, $this->catalogue->product("to {$package}", $package, 5)));
        }

        self::assertSame([1, 0, 1], $answers);
    }

    public function testOptionsThatAreChosenCount(): void
    {
        $memory = $this->catalogue->option('Memory', [$this->small], ['1', '5', '6']);
        $this->inShop("WhmcsStandIn\\Orders::choose({$this->service}, {$memory}, '1'); return null;");

        $to = fn (string $name): array => $this->upgrade($this->service, $this->small, [$memory => $this->choice($memory, $name)]);
        self::assertSame([[], [self::REFUSAL]], [$to('5'), $to('6')]);
    }

    public function testAHypervisorThatTakesNoNewServersMayStillGrowItsOwn(): void
    {
        $this->panel->group(5, [self::host(51, 0, ['memory' => [102400, 98304], 'prohibit' => true])]);

        self::assertSame([], $this->upgrade($this->service, $this->catalogue->product('medium', 4, 5)));
        self::assertSame([self::REFUSAL], $this->upgrade($this->service, $this->catalogue->product('large', 5, 5)));
    }

    public function testTheHypervisorIsReadInBothShapes(): void
    {
        $large = $this->catalogue->product('large', 5, 5);
        $nested = $this->built($this->small, ['data' => ['hypervisor' => ['id' => '51']]]);

        self::assertSame([self::REFUSAL], $this->upgrade($nested, $large));
    }

    public function testWhatIsNotKnownPasses(): void
    {
        $large = $this->catalogue->product('large', 5, 5);
        foreach ([['data' => []], ['data' => ['hypervisorId' => 4711]], ['data' => ['hypervisorId' => 'x']], 'nonsense', null] as $server) {
            self::assertSame([], $this->upgrade($this->built($this->small, $server), $large));
        }
        self::assertSame([], $this->upgrade(4711, $large));
        self::assertSame([], $this->upgrade($this->service, 4711));
        self::assertSame([], $this->inShop(self::errorsCode('ShoppingCartValidateUpgrade', [])));
        self::assertSame([], $this->passed());
    }

    public function testAPanelThatFailsLetsTheUpgradePass(): void
    {
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);

        self::assertSame([], $this->upgrade($this->service, $this->catalogue->product('large', 5, 5)));
        self::assertCount(1, $this->passed());
    }

    public function testAnUpgradeToAProductWithoutStockControlPasses(): void
    {
        $large = $this->catalogue->product('large', 5, 5, ['stockcontrol' => 0]);

        self::assertSame([], $this->upgrade($this->service, $large));
        self::assertSame([], $this->panel->requests());
    }

    public function testTheSettingTurnsItOff(): void
    {
        $this->catalogue->setting('check_orders', '');

        self::assertSame([], $this->upgrade($this->service, $this->catalogue->product('large', 5, 5)));
    }

    /**
     * @param array<int, int> $options as they were sent
     * @return list<string>
     */
    private function upgrade(int $service, int $target, array $options = []): array
    {
        return $this->inShop('$_REQUEST = ' . var_export($options === [] ? [] : ['configoption' => $options], true) . ';'
            . self::errorsCode('ShoppingCartValidateUpgrade', ['id' => $service, 'pid' => $target]));
    }

    /** @return int a service that has a server */
    private function built(int $product, mixed $server): int
    {
        [, [$service]] = $this->catalogue->order([$product]);
        Capsule::table('tblhosting')->where('id', $service)->update(['domainstatus' => 'Active']);
        Capsule::table('mod_virtfusion_direct')->insert([
            'service_id' => $service,
            'server_id' => 9000 + $service,
            'server_object' => is_array($server) ? json_encode($server) : $server,
        ]);

        return $service;
    }
}
