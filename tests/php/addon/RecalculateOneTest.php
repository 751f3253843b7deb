<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

/** The button that recalculates one product. */
final class RecalculateOneTest extends SignedInTestCase
{
    public function testItAsksThePanelAfreshAndWritesThatProductOnly(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);
        $other = $this->catalogue->product('other', 3, 5);
        $this->recalculate();
        $this->panel->group(5, [self::host(11, 4096)]);

        $answer = $this->web->post(self::PAGE . "&product={$product}", $this->fields($product));

        self::assertSame(200, $answer->status);
        self::assertStringContainsString('1 quantity written, 0 unchanged, 0 not updated.', $answer->body);
        self::assertStringContainsString("#{$product} VPS: 3", $answer->body, "the product's page again");
        self::assertSame([3, 9], [$this->quantity($product), $this->quantity($other)]);
    }

    public function testOnTheOverviewTheListComesBackWithTheResult(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5);

        $answer = $this->web->post(self::PAGE, $this->fields($product) + ['answer' => 'json']);

        $html = $answer->json()['data']['html'];
        self::assertStringContainsString('id="vfs-products"', $html);
        self::assertStringContainsString('1 quantity written', $html);
        self::assertSame(9, $this->quantity($product));
    }

    public function testAProductWithoutStockControlIsNotTouched(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['stockcontrol' => 0, 'qty' => 4]);

        foreach ([$product, 0, 999] as $id) {
            $answer = $this->web->post(self::PAGE, $this->fields($id));
            self::assertStringContainsString('0 quantities written, 0 unchanged, 0 not updated.', $answer->body);
        }
        self::assertSame(4, $this->quantity($product));
        self::assertSame([], $this->panel->requests());
    }

    public function testAnUnknownAnswerLeavesTheQuantity(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->panel->fails(['path' => '*', 'kind' => 'status', 'code' => 500]);

        $answer = $this->web->post(self::PAGE . "&product={$product}", $this->fields($product));

        self::assertStringContainsString('1 not updated.', $answer->body);
        self::assertSame(4, $this->quantity($product));
    }

    public function testItNeedsTheTokenLikeEveryOtherAction(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);

        $answer = $this->web->post(self::PAGE . "&product={$product}", ['token' => 'wrong'] + $this->fields($product));

        self::assertSame(403, $answer->status);
        self::assertSame(4, $this->quantity($product));
        self::assertSame([], $this->panel->requests());
    }

    public function testWhileAnotherRecalculationRunsItIsOwed(): void
    {
        $product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->recalculate();
        self::assertFalse($this->isOwed());
        $holder = $this->start('$lock = WHMCS\Module\Addon\VirtfusionStock\Shop\Shop::ofRequest()->lock()->take(0);'
            . ' touch(ROOTDIR . "/held"); sleep(60); return null;');
        while (!is_file("{$this->shop->root}/held")) {
            usleep(20000);
        }

        $answer = $this->web->post(self::PAGE, $this->fields($product));

        self::assertStringContainsString('Another recalculation is running', $answer->body);
        self::assertTrue($this->isOwed());
        posix_kill($holder->pid(), SIGKILL);
        $holder->finish();
    }

    /** @return array<string, string> */
    private function fields(int $product): array
    {
        return ['action' => 'recalculateOne', 'product' => (string) $product, 'token' => $this->web->token];
    }
}
