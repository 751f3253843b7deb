<?php

/*
 * Recalculates after the response, so that no page and no event waits for a panel. A request does one such job, however many hooks
 * ask for it. What is asked for is marked as owed at once: what the job does not get done, or never starts, is left to the cron.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Response;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class AfterResponse
{
    /** Seconds between two recalculations that events cause, over all processes. */
    private const EVENT_PERIOD = 30;

    /** Seconds between two recalculations that a panel's hints cause, over all processes. */
    private const HINT_PERIOD = 10;

    /** Seconds between two refreshes of a product, over all processes. */
    private const PAGE_PERIOD = 60;

    /** Seconds until a product is tried again that was not refreshed because others were. */
    private const PAGE_RETRY = 5;

    /** Processes that refresh products for pages at the same time: a panel that hangs must leave the web server its workers. */
    private const AT_ONCE = 2;

    /** Seconds for the panels when the extension's setting cannot be read. */
    private const TIMEOUT = 30.0;

    private bool $isBegun = false;
    private bool $isRegistered = false;

    /** What caused the recalculation of all products; null if none is wanted. */
    private ?string $occasion = null;

    /** Whether the recalculation runs however recently another one ran. */
    private bool $isUnlimited = false;

    /** Whether it has the limit of a panel's hints, and not that of events. */
    private bool $isHint = false;

    /** @var array<int, int> products to refresh */
    private array $products = [];

    /** @var array<int, int> orders that now take room */
    private array $orders = [];

    /** What was owed before they did. */
    private ?SweepState $beforeOrders = null;

    public function __construct(private Shop $shop, private Response $response)
    {
    }

    /** From now on whatever this request asks for runs after its response, also what the host module's own hooks ask for. */
    public function begin(): void
    {
        $this->isBegun = true;
    }

    public function isBegun(): bool
    {
        return $this->isBegun;
    }

    /**
     * Recalculates all products, at most once in 30 seconds over all processes; else it stays owed until the next cron run.
     *
     * @param string $occasion what caused it, for the log
     * @param bool $hasMoved whether a panel's capacity has: answers that were asked for before now are not used any more
     */
    public function recalculate(string $occasion, bool $hasMoved = false): void
    {
        $this->begin();
        $hasMoved ? $this->shop->pendingSweep()->moved() : $this->shop->pendingSweep()->owe();
        $this->occasion ??= $occasion;
        $this->register();
    }

    /**
     * Recalculates all products however recently that was done: for a hook that runs before its change is written, and for an admin
     * who looks at the result.
     *
     * @param string $occasion what caused it, for the log
     * @param bool $hasMoved whether a panel's capacity has: answers that were asked for before now are not used any more
     */
    public function recalculateAnyway(string $occasion, bool $hasMoved = false): void
    {
        $this->isUnlimited = true;
        $this->recalculate($occasion, $hasMoved);
    }

    /**
     * Recalculates all products because a panel says that something has changed, at most once in 10 seconds over all processes; else it
     * stays owed until the next cron run.
     *
     * @param string $occasion what caused it, for the log
     */
    public function recalculateAfterHint(string $occasion): void
    {
        $this->isHint = true;
        $this->recalculate($occasion, true);
    }

    /** Recalculates the products that share a group with the services of an order that now takes room, from the cache. */
    public function recalculateFor(int $order): void
    {
        $this->begin();
        if ($this->orders === []) {
            $this->beforeOrders = $this->shop->pendingSweep()->read();
            $this->shop->pendingSweep()->owe();
        }
        $this->orders[$order] = $order;
        $this->register();
    }

    /** Refreshes a product for a page that shows it, at most once in a minute over all processes. */
    public function refresh(int $product): void
    {
        $this->begin();
        if (isset($this->products[$product]) || !$this->shop->limits()->acquire("cart:{$product}", self::PAGE_PERIOD)) {
            return;
        }
        $this->shop->ledger()->owe($product);
        $this->products[$product] = $product;
        $this->register();
    }

    private function register(): void
    {
        $this->isRegistered = $this->isRegistered || $this->response->after($this->run(...));
    }

    private function run(): void
    {
        try {
            $this->response->finish();
            // The request itself may have changed settings and servers.
            $this->shop->reread();
            $limit = $this->limit();
            $this->response->allow($limit);
            $until = $this->shop->clock->elapsed() + $limit;
            if ($this->recalculated($until)) {
                return;
            }
            if ($this->beforeOrders !== null) {
                (new Sweep($this->shop))->sharing(array_values($this->orders), $this->beforeOrders, $until);
            }
            if ($this->products !== []) {
                $this->refreshAll($limit, $until);
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('the work after the response', $failure);
        }
    }

    /** @return float seconds for the whole job */
    private function limit(): float
    {
        if ($this->occasion === null && $this->orders === []) {
            return $this->shop->settings()->decimal('cart_deadline');
        }
        $timeout = function_exists('ini_get') ? ini_get('virtfusion_direct.timeout') : false;

        return is_numeric($timeout) && (float) $timeout > 0 ? (float) $timeout : self::TIMEOUT;
    }

    /** Whether all products were recalculated, which includes those of pages. */
    private function recalculated(float $until): bool
    {
        if ($this->occasion === null) {
            return false;
        }
        if ($this->isUnlimited) {
            // Another process may have settled what was owed before the change was written.
            $this->shop->pendingSweep()->owe();
        } elseif (!$this->shop->pendingSweep()->read()->isOwed() || !$this->isAllowed()) {
            return false;
        }

        return (new Sweep($this->shop))->all($this->occasion, null, $until)->started;
    }

    /** Whether no other process recalculated for the same kind of reason just now. */
    private function isAllowed(): bool
    {
        return $this->isHint
            ? $this->shop->limits()->acquire('webhook', self::HINT_PERIOD)
            : $this->shop->limits()->acquire('event', self::EVENT_PERIOD);
    }

    private function refreshAll(float $limit, float $until): void
    {
        $slot = $this->slot(max(1, (int) ceil($limit) + 1));
        foreach ($this->products as $product) {
            if ($slot === null) {
                // A page that shows it in some seconds refreshes it, or the cron does.
                $this->shop->limits()->release("cart:{$product}");
                $this->shop->limits()->acquire("cart:{$product}", self::PAGE_RETRY);
            } else {
                $this->refreshOne($product, $until);
            }
        }
        if ($slot !== null) {
            $this->shop->limits()->release($slot);
        }
    }

    /**
     * @param positive-int $seconds after which a process that died gives its place back
     * @return string|null null if enough processes refresh products for pages
     */
    private function slot(int $seconds): ?string
    {
        for ($n = 1; $n <= self::AT_ONCE; $n++) {
            if ($this->shop->limits()->acquire("pages:{$n}", $seconds)) {
                return "pages:{$n}";
            }
        }

        return null;
    }

    private function refreshOne(int $product, float $until): void
    {
        $left = $until - $this->shop->clock->elapsed();
        $outcome = $left > 0 ? (new Sweep($this->shop))->one($product, $left) : Outcome::blocked();
        if ($outcome->started) {
            $this->shop->ledger()->settle($product);
        }
        if ($outcome->retryAt !== null) {
            $this->shop->pendingSweep()->dueBy($outcome->retryAt);
        }
        if ($outcome->readings === []) {
            // A sweep runs, or it is not a stock-controlled product: visitors must not fill the store with limits.
            $this->shop->limits()->release("cart:{$product}");
        }
    }
}
