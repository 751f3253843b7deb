<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

final class PanelFailureTest extends ShopTestCase
{
    /** @return array<string, array{0: array<string, mixed>}> */
    public static function failures(): array
    {
        $html = ['body' => '<html>nginx</html>', 'headers' => ['content-type' => 'text/html']];

        return [
            'refuses the token' => [['kind' => 'status', 'code' => 401]],
            'forbids' => [['kind' => 'status', 'code' => 403]],
            'has had too many requests' => [['kind' => 'status', 'code' => 429]],
            'is broken' => [['kind' => 'status', 'code' => 500]],
            'is in maintenance' => [['kind' => 'status', 'code' => 503]],
            'has a web server that finds nothing' => [['kind' => 'status', 'code' => 404] + $html],
            'redirects' => [['kind' => 'redirect', 'location' => 'https://localhost:1/', 'code' => 302]],
            'answers garbage' => [['kind' => 'garbage']],
            'answers HTML' => [['kind' => 'html']],
            'answers nothing' => [['kind' => 'empty']],
            'stops in mid-answer' => [['kind' => 'truncated']],
            'answers half a document' => [['kind' => 'cut']],
            'resets' => [['kind' => 'reset']],
            'closes' => [['kind' => 'close']],
            'never ends' => [['kind' => 'endless']],
            'drips' => [['kind' => 'drip', 'interval_ms' => 200]],
            'hangs' => [['kind' => 'hang']],
            'answers another document' => [['kind' => 'body', 'text' => '{"data": "none"}']],
        ];
    }

    /**
     * @dataProvider failures
     * @param array<string, mixed> $fault
     */
    public function testAPanelThatFailsOnEveryRequestChangesNoQuantity(array $fault): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $off = $this->catalogue->product('off', 3, 5, ['qty' => 7, 'stockcontrol' => 0]);
        $this->panel->fails(['path' => '*'] + $fault);

        self::assertSame([$product => null], $this->recalculate());

        self::assertSame([4, 7], [$this->quantity($product), $this->quantity($off)]);
        self::assertSame('package_unknown', $this->entry($product)->reason);
        self::assertNotEmpty($this->entry($product)->error);
        self::assertNull($this->entry($product)->quantity);
        self::assertSame([self::figures(total: 1, skipped: 1)], $this->sweeps());
        self::assertEqualsWithDelta(time() + 270, $this->dueAt(), 60, 'the cron asks again in 5 minutes');
        self::assertStringNotContainsString(Panel::TOKEN, $this->everythingWritten());
    }

    /**
     * A web server's 404 is believed while /connect answers, so it does not count as a failure of one group.
     *
     * @return array<string, array{0: array<string, mixed>}>
     */
    public static function failuresOfOneGroup(): array
    {
        return array_diff_key(self::failures(), ['has a web server that finds nothing' => true]);
    }

    /**
     * @dataProvider failuresOfOneGroup
     * @param array<string, mixed> $fault
     */
    public function testAFailingGroupChangesNoQuantityOfItsProducts(array $fault): void
    {
        $hit = $this->catalogue->product('hit', 3, 5, ['qty' => 4]);
        $this->catalogue->option('Location', [$hit], ['5', '6']);
        $spared = $this->catalogue->product('spared', 3, 5, ['qty' => 4]);
        $off = $this->catalogue->product('off', 3, 6, ['qty' => 7, 'stockcontrol' => 0]);
        $this->panel->fails(['path' => '/compute/hypervisors/groups/6/resources'] + $fault);

        self::assertSame([$hit => null, $spared => 9], $this->recalculate());

        self::assertSame([4, 9, 7], [$this->quantity($hit), $this->quantity($spared), $this->quantity($off)]);
        self::assertSame('group_unknown', $this->entry($hit)->reason);
        self::assertNotEmpty($this->entry($hit)->error);
        self::assertEqualsWithDelta(time() + 270, $this->dueAt(), 60, 'the cron asks again in 5 minutes');
    }

    public function testAnUnreachablePanelChangesNoQuantity(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->panel->refuses();

        self::assertSame([$product => null], $this->recalculate());
        self::assertSame(4, $this->quantity($product));
        self::assertSame('package_unknown', $this->entry($product)->reason);
        self::assertNotEmpty($this->entry($product)->error);

        $this->panel->heals();
    }

    public function testAnUntrustedCertificateChangesNoQuantity(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        $answer = $this->shop->php($this->php('virtfusion_direct.cafile='), self::ALL);

        self::assertSame([$product => null], $answer);
        self::assertSame(4, $this->quantity($product));
        self::assertMatchesRegularExpression('/certificate/i', $this->entry($product)->error);
    }
}
