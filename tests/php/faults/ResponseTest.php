<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use Fpm;
use WHMCS\Database\Capsule;

/** Pages and provisioning behind a real PHP-FPM while the panel says nothing: nobody waits for it, and the number follows. */
final class ResponseTest extends ShopTestCase
{
    use WebShop;

    /** Milliseconds until the panel answers, where it does: longer than a page takes on any machine. */
    private const LATENCY = 8000;

    /** Seconds: far from the 30 that a page or an event would take if it waited. */
    private const AT_ONCE = 10.0;

    private int $product;
    private ?Fpm $server = null;

    protected function setUp(): void
    {
        parent::setUp();
        $this->product = $this->catalogue->product('VPS', 3, 5, ['qty' => 4]);
        $this->catalogue->setting('cart_deadline', '30');
    }

    protected function tearDown(): void
    {
        $this->server?->stop();
        parent::tearDown();
    }

    public function testACartPageIsSentBeforeThePanelAnswersAndTheNumberFollows(): void
    {
        $this->serve();
        $this->panel->latency(self::LATENCY);

        $page = $this->page("do=cart&pid={$this->product}");

        self::assertSame(4, $page['quantity']);
        self::assertSame(4, $this->quantity($this->product), 'the panel has not answered yet');
        self::eventually(fn (): bool => $this->quantity($this->product) === 9, 'the refresh');
        self::assertSame('', $this->server->log());
    }

    public function testTheNextPageOfTheVisitorDoesNotWaitForTheSession(): void
    {
        $this->serve();
        $this->panel->latency(self::LATENCY);
        $session = bin2hex(random_bytes(16));

        $this->page("do=cart&pid={$this->product}&session={$session}");
        $this->page("do=nothing&pid={$this->product}&session={$session}");

        self::assertSame(4, $this->quantity($this->product), 'the panel has not answered yet');
        self::assertSame('', $this->server->log());
    }

    public function testPagesWithTheHookAreSentLikeThoseWithoutWhileThePanelHangs(): void
    {
        $this->serve();
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);
        $products = [$this->product];
        for ($n = 0; $n < 19; $n++) {
            $products[] = $this->catalogue->product("VPS {$n}", 3 + $n, 5, ['qty' => 4]);
        }
        $requests = [];
        foreach ($products as $product) {
            $requests[] = ["/cart.php?do=cart&pid={$product}", ''];
            $requests[] = ["/cart.php?do=nothing&pid={$product}", ''];
        }

        $answers = $this->server->timed($requests, 2);

        foreach ($answers as $answer) {
            self::assertSame(200, $answer['status'], $answer['body']);
            self::assertLessThan(self::AT_ONCE, $answer['seconds']);
        }
        self::assertNotSame([], $this->panel->requests(), 'the panel was asked');
        $this->panel->heals();
        self::eventually(fn (): bool => $this->isRightAfterTheCron(), 'the right number', 90.0);
    }

    public function testAServerIsCreatedAndItsOrderAcceptedWhileThePanelSaysNothing(): void
    {
        $this->shop->installHost('stock');
        $this->serve();
        [$order, [$service]] = $this->catalogue->order([$this->product]);
        $this->panel->fails(['path' => '*', 'kind' => 'hang']);

        $page = $this->page("do=create&service={$service}");

        self::assertSame(['result' => 'success'], $page['result']);
        self::assertLessThan(self::AT_ONCE, $page['took']);
        self::assertSame('Active', Capsule::table('tblorders')->where('id', $order)->value('status'));
        self::assertSame(4, $this->quantity($this->product));
        $this->panel->heals();
        self::eventually(fn (): bool => $this->isRightAfterTheCron(), 'the right number', 90.0);
    }

    public function testWithoutTheFunctionsThatEndAResponseThePageIsCompleteAndTheNumberFollows(): void
    {
        $this->serve(['disable_functions' => 'fastcgi_finish_request,session_write_close,ignore_user_abort,set_time_limit']);

        $page = $this->page("do=cart&pid={$this->product}&session=" . bin2hex(random_bytes(16)));

        self::assertSame(4, $page['quantity']);
        self::eventually(fn (): bool => $this->quantity($this->product) === 9, 'the refresh');
        self::assertSame('', $this->server->log());
    }

    /** @param array<string, string> $settings */
    private function serve(array $settings = []): void
    {
        $this->server = $this->serveShop(__DIR__ . '/page.php', 6, $settings);
    }

    /** @return array<string, mixed> */
    private function page(string $query): array
    {
        $answer = $this->server->timed([["/cart.php?{$query}", '']])[0];
        self::assertSame(200, $answer['status'], $answer['body'] . $this->server->log());

        return json_decode($answer['body'], true, 8, JSON_THROW_ON_ERROR);
    }

    private function isRightAfterTheCron(): bool
    {
        $this->hook('AfterCronJob');

        return $this->quantity($this->product) === 9;
    }
}
