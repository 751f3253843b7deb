<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Process;

/** Where a group is shown, it has the name that the panel last reported, or only its number. */
final class GroupNamesTest extends ShopTestCase
{
    private const PAGE = '/admin/addonmodules.php?module=virtfusion_stock';

    public function testStoredNamesAreShownOnTheOverviewTheProductsPageAndInWhatIf(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $gone = $this->catalogue->product('gone', 3, 44);
        $this->recalculate();
        $this->nameGroup(5, 'Frankfurt <2>');
        $this->nameGroup(44, 'Lisbon');

        $overview = $this->page('');
        self::assertStringContainsString('Frankfurt &lt;2&gt; (group 5)', $overview);
        self::assertStringContainsString('Lisbon (group 44) does not exist and adds 0', $overview);
        $page = $this->page("&product={$product}&buffer=20&memory=1024&cpu=1&storage=10");
        self::assertMatchesRegularExpression('~<h3[^>]*>Frankfurt &lt;2&gt; \(group 5\)</h3>~', $page);
        self::assertStringContainsString('<td>Frankfurt &lt;2&gt; (group 5)</td>', $page, 'what if');
        self::assertStringContainsString('Hypervisors of Frankfurt &lt;2&gt; (group 5)', $page);
        self::assertStringContainsString('Lisbon (group 44) does not exist', $this->page("&product={$gone}"));
        self::assertStringNotContainsString('Frankfurt <', $overview . $page);
    }

    public function testAGroupWithoutANameIsShownByItsNumber(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->nameGroup(6, 'London');

        self::assertMatchesRegularExpression('~<h3[^>]*>Group 5</h3>~', $this->page("&product={$product}"));
        self::assertMatchesRegularExpression('~data-label="Groups"[^>]*>group 5</td>~', $this->page(''));
    }

    public function testTheNamesOfOnePanelAreNotThoseOfAnother(): void
    {
        Panel::number(2)->holds(self::world());
        $server = $this->catalogue->server(Panel::number(2)->hostname, Panel::TOKEN);
        $group = $this->catalogue->serverGroup('second', [$server]);
        $second = $this->catalogue->product('VPS', 3, 5, ['servergroup' => $group]);
        $this->recalculate();
        $this->nameGroup(5, 'Frankfurt');
        Capsule::table('mod_virtfusion_stock_group')->insert(['id' => "{$server}:5", 'name' => 'Oslo']);

        $page = $this->page("&product={$second}");
        self::assertStringContainsString('Oslo (group 5)', $page);
        self::assertStringNotContainsString('Frankfurt', $page);
    }

    public function testAProductInManyGroupsNamesThreeAndCountsTheOthers(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->option('Location', [$product], ['5', '6', '7', '8', '9']);
        $this->recalculate();

        self::assertMatchesRegularExpression('~data-label="Groups"[^>]*>group 5, group 6, group 7, 2 more</td>~', $this->page(''));
    }

    public function testTheProductsPageLinksToTheProductAndTheServerInWhmcs(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();

        $page = $this->page("&product={$product}");
        self::assertStringContainsString("href=\"configproducts.php?action=edit&amp;id={$product}\"", $page);
        self::assertStringContainsString('href="configservers.php?action=manage&amp;id=1"', $page);
        self::assertStringContainsString("href=\"configproducts.php?action=edit&amp;id={$product}\"", $this->page(''));
    }

    public function testTheCronReadsTheNamesOnceInTenMinutesAfterTheQuantitiesAreWritten(): void
    {
        $this->panel->holds(['group_names' => ['5' => 'Frankfurt', '9' => "Os\nlo"]] + self::world());
        $product = $this->catalogue->product('VPS', 3, 5);

        $this->hook('AfterCronJob');

        self::assertSame(9, $this->quantity($product));
        self::assertSame(['1:5' => 'Frankfurt', '1:6' => 'Group 6', '1:9' => 'Os lo'], $this->names());
        self::assertSame('/compute/hypervisors/groups', strtok((string) array_slice($this->panel->requests(), -1)[0]['path'], '?'));
        self::assertCount(1, $this->questions());
        $this->recalculate();
        $this->inShop(self::later(7300, self::hookCode('AfterCronJob')));
        self::assertCount(1, $this->questions());
    }

    public function testEventsAndPagesDoNotReadTheNames(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->recalculate();
        $this->event('AfterModuleCreate', $product);
        $this->page('');
        $this->page("&product={$product}");

        self::assertSame([], $this->questions());
        self::assertSame([], $this->names());
    }

    public function testNamesThatCannotBeReadLeaveTheStoredOnes(): void
    {
        $this->nameGroup(5, 'Frankfurt');
        $this->catalogue->product('VPS', 3, 5);
        $this->panel->fails(['path' => '/compute/hypervisors/groups', 'kind' => 'status', 'code' => 500]);

        $this->hook('AfterCronJob');

        self::assertNotSame([], $this->questions());
        self::assertSame(['1:5' => 'Frankfurt'], $this->names());
        self::assertSame([], $this->troubles());
    }

    public function testARenamedGroupHasItsNewName(): void
    {
        $this->panel->holds(['group_names' => ['5' => 'Frankfurt']] + self::world());
        $this->nameGroup(5, 'Old');
        $this->catalogue->product('VPS', 3, 5);

        $this->hook('AfterCronJob');

        self::assertSame('Frankfurt', $this->names()['1:5']);
    }

    public function testTheCommandLineReadsTheNamesWhenItRecalculatesAndShowsThem(): void
    {
        $this->panel->holds(['group_names' => ['5' => 'Frankfurt', '44' => 'Lisbon']] + self::world());
        $product = $this->catalogue->product('VPS', 3, 5);
        $this->catalogue->product('gone', 3, 44);

        self::assertStringContainsString('group 44 does not exist', $this->stock('plan'));
        self::assertSame([], $this->questions());
        self::assertStringContainsString('Lisbon (group 44) does not exist', $this->stock('recalculate'));
        self::assertStringContainsString("\nFrankfurt (group 5): 9", $this->stock('explain', (string) $product));
        self::assertCount(1, $this->questions());
    }

    private function stock(string ...$arguments): string
    {
        $program = "{$this->shop->root}/modules/addons/virtfusion_stock/bin/stock";

        return implode("\n", array_map('strval', Process::start([...$this->php(), $program, ...$arguments])->finish()));
    }

    /** @return array<string, string> */
    private function names(): array
    {
        return Capsule::table('mod_virtfusion_stock_group')->orderBy('id')->pluck('name', 'id')->all();
    }

    /** @return list<mixed> requests for the list of groups */
    private function questions(): array
    {
        return array_values(array_filter(
            $this->panel->requests(),
            static fn (array $request): bool => preg_match('~^/compute/hypervisors/groups(\?|$)~', $request['path']) === 1,
        ));
    }

    private function nameGroup(int $group, string $name): void
    {
        Capsule::table('mod_virtfusion_stock_group')->insert(['id' => "1:{$group}", 'name' => $name]);
    }

    private function page(string $query): string
    {
        $web = Web::serve($this->shop->root, $this->php());
        $web->signIn('admin');
        $answer = $web->get(self::PAGE . $query);
        $web->stop();
        self::assertSame(200, $answer->status);

        return $answer->body;
    }
}
