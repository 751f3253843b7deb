<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use WHMCS\Database\Capsule;
use WhmcsStandIn\Cipher;

final class PanelsTest extends ShopTestCase
{
    private const PREVIEW = '$shop = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest();'
        . ' return count((new WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep($shop))->preview()->readings);';

    private Panel $second;

    protected function setUp(): void
    {
        $this->second = Panel::number(2);
        $this->second->holds([
            'packages' => ['3' => self::package()],
            'groups' => ['5' => [self::host(31, 5120)]],
        ]);
        parent::setUp();
    }

    public function testAProductsServerGroupChoosesItsPanel(): void
    {
        $there = $this->catalogue->server($this->second->hostname, Panel::TOKEN);
        $group = $this->catalogue->serverGroup('second', [$there]);
        $first = $this->catalogue->product('first', 3, 5);
        $second = $this->catalogue->product('second', 3, 5, ['servergroup' => $group]);

        self::assertSame([$first => 9, $second => 4], $this->recalculate());
        self::assertSame([9, 4], [$this->quantity($first), $this->quantity($second)]);
    }

    public function testAServerGroupUsesItsDefaultServerThenTheLowestId(): void
    {
        $one = $this->catalogue->server('unused.invalid', Panel::TOKEN);
        $default = $this->catalogue->server($this->second->hostname, Panel::TOKEN, ['active' => 1]);
        $byDefault = $this->catalogue->serverGroup('with a default', [$one, $default]);
        $byId = $this->catalogue->serverGroup('by id', [3, 1]);
        $this->catalogue->server('unused.invalid', Panel::TOKEN);
        Capsule::table('tblservers')->where('id', $default)->update(['active' => 1]);
        $product = $this->catalogue->product('by default', 3, 5, ['servergroup' => $byDefault]);
        self::assertSame([$product => 4], $this->recalculate());

        Capsule::table('tblservers')->update(['active' => 0]);
        Capsule::table('tblproducts')->update(['servergroup' => $byId]);
        self::assertSame([$product => 9], $this->recalculate());
    }

    public function testADisabledServerIsNeverAsked(): void
    {
        $disabled = $this->catalogue->server($this->second->hostname, Panel::TOKEN, ['disabled' => 1, 'active' => 1]);
        $group = $this->catalogue->serverGroup('disabled first', [$disabled, 1]);
        $only = $this->catalogue->serverGroup('disabled only', [$disabled]);
        $moved = $this->catalogue->product('moved', 3, 5, ['servergroup' => $group]);
        $without = $this->catalogue->product('without', 3, 5, ['servergroup' => $only, 'qty' => 7]);

        self::assertSame([$moved => 9, $without => null], $this->recalculate());
        self::assertSame(7, $this->quantity($without));
        self::assertSame('no_panel', $this->entry($without)->reason);
        self::assertStringContainsString("#{$only}", $this->entry($without)->error);
        self::assertSame([], $this->second->requests());
    }

    public function testAServerOfAnotherModuleIsNotUsed(): void
    {
        Capsule::table('tblservers')->update(['type' => 'cpanel']);
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 7]);

        self::assertSame([$product => null], $this->recalculate());
        self::assertSame(['no_panel', 7], [$this->entry($product)->reason, $this->quantity($product)]);
        self::assertSame([], $this->panel->requests());
    }

    public function testAnUndecryptablePasswordIsLoggedOnceAndQuantitiesAreUnknown(): void
    {
        Capsule::table('tblservers')->where('id', 1)->update(['password' => Cipher::encrypt('x', 'another key')]);
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 7]);
        $other = $this->catalogue->product('VPS 2', 3, 5, ['qty' => 7]);

        self::assertSame([$product => null, $other => null], $this->recalculate());
        $this->recalculate();

        self::assertSame([7, 7], [$this->quantity($product), $this->quantity($other)]);
        self::assertSame('panel_unusable', $this->entry($product)->reason);
        self::assertCount(1, $this->activity(), 'a line when it begins, none per sweep');
        self::assertStringContainsString('server #1', $this->activity()[0]);
        self::assertStringContainsString('password does not decrypt', $this->activity()[0]);
        self::assertSame([], $this->panel->requests());
    }

    public function testAFailingPanelDoesNotAffectProductsOfAnother(): void
    {
        $there = $this->catalogue->server($this->second->hostname, Panel::TOKEN);
        $group = $this->catalogue->serverGroup('second', [$there]);
        $first = $this->catalogue->product('first', 3, 5, ['qty' => 7]);
        $second = $this->catalogue->product('second', 3, 5, ['qty' => 7, 'servergroup' => $group]);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 500]);

        self::assertSame([$first => null, $second => 4], $this->recalculate());
        self::assertSame([7, 4], [$this->quantity($first), $this->quantity($second)]);
    }

    public function testTwoServersThatAreOnePanelKeepToItsConcurrency(): void
    {
        $again = $this->catalogue->server($this->panel->hostname, Panel::TOKEN);
        $group = $this->catalogue->serverGroup('again', [$again]);
        $first = $this->catalogue->product('first', 3, 5);
        $second = $this->catalogue->product('second', 4, 6, ['servergroup' => $group]);
        $this->panel->package(4, self::package());
        $this->panel->latency(50);

        $sweep = $this->start(self::ALL, 'virtfusion_direct.concurrency=1');
        self::assertSame([$first => 9, $second => 18], $sweep->answer());
        self::assertCount(4, $this->panel->requests());
        self::assertSame(1, $this->panel->peak());
    }

    public function testNoPanelIsAskedForAPreviewWithoutTheOrders(): void
    {
        $there = $this->catalogue->server($this->second->hostname, Panel::TOKEN);
        $group = $this->catalogue->serverGroup('second', [$there]);
        $this->catalogue->product('first', 3, 5);
        $this->catalogue->product('second', 3, 5, ['servergroup' => $group]);
        Capsule::connection()->statement('RENAME TABLE tblorders TO put_aside');

        self::assertSame(2, $this->inShop(self::PREVIEW));
        self::assertSame([[], []], [$this->panel->requests(), $this->second->requests()]);
    }

    /** @dataProvider readers */
    public function testAPanelThatHangsDoesNotKeepAnotherFromBeingAsked(string $code): void
    {
        $there = $this->catalogue->server($this->second->hostname, Panel::TOKEN);
        $group = $this->catalogue->serverGroup('second', [$there]);
        $this->catalogue->product('first', 3, 5);
        $this->catalogue->product('second', 3, 5, ['servergroup' => $group]);
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);

        $reader = $this->start($code, 'virtfusion_direct.timeout=60', 'virtfusion_direct.connect_timeout=60');
        $this->waitUntil(fn (): bool => count($this->second->requests()) === 2);
        posix_kill($reader->pid(), SIGKILL);
        $reader->finish();
        self::assertNotSame([], $this->panel->requests());
    }

    /** @return array<string, array{string}> */
    public static function readers(): array
    {
        return [
            'a recalculation' => [self::ALL],
            'a preview' => [self::PREVIEW],
        ];
    }

    public function testAnInvalidHostnameIsRejectedWithAMessage(): void
    {
        Capsule::table('tblservers')->where('id', 1)->update(['hostname' => "admin:secret@{$this->panel->hostname}"]);
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 7]);

        self::assertSame([$product => null], $this->recalculate());
        self::assertStringContainsString('contains credentials', $this->entry($product)->error);
        self::assertStringNotContainsString('secret', $this->everythingWritten());
    }

    public function testAHostnameWithSchemeAndSlashIsAccepted(): void
    {
        Capsule::table('tblservers')->where('id', 1)->update(['hostname' => " https://{$this->panel->hostname}/ "]);
        $product = $this->catalogue->product('VPS', 3, 5);

        self::assertSame([$product => 9], $this->recalculate());
    }
}
