<?php

/*
 * Tells admins what happened to stock: the cron looks for it and sends it. Nothing is looked for while no channel is on, or while the
 * addon previews: it then writes no quantity.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Alerts
{
    /** Seconds to wait for another process that looks or recalculates. The next run looks again. */
    private const PATIENCE = 1.0;

    /** Cron intervals without a recalculation after which a quantity is not known any more, as on the page. */
    private const STALE = 3;

    public readonly Channels $channels;
    public readonly Outbox $outbox;

    public function __construct(private Shop $shop)
    {
        $this->channels = new Channels($shop->database, $shop->tables(), $shop->settings(), $shop->clock);
        $this->outbox = new Outbox($shop->database, $shop->tables(), $shop->clock);
    }

    /** Looks, and sends what is new and what waits. It never throws. */
    public function run(): void
    {
        if ($this->channels->all() === []) {
            return;
        }
        try {
            $this->look();
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('looking for what to alert of', $failure);
        }
        $this->delivery()->run();
    }

    /** @return array<string, string|null> what happened to a test message, by channel; null if it was taken */
    public function test(): array
    {
        $message = (new MessageText(Words::of(), $this->shop->groupNames(), $this->shop->clock->now()))->test();
        $answers = [];
        foreach ($this->channels->all() as $channel) {
            $answers[$channel->name()] = $this->delivery()->send($channel, $message);
        }

        return $answers;
    }

    /** Under the sweep's lock, so that two runs do not report the same; what is reported and that it was reported is written together. */
    private function look(): void
    {
        if ($this->shop->settings()->isPreview()) {
            return;
        }
        $lock = $this->shop->lock()->take(self::PATIENCE);
        if ($lock === null) {
            return;
        }
        try {
            // Before the transaction, because it may create the tables.
            $subjects = Subjects::load($this->shop->database, $this->shop->tables());
            $this->shop->database->connection()->transaction(fn () => $this->note($subjects));
        } finally {
            $lock->release();
        }
    }

    private function note(Subjects $subjects): void
    {
        $shop = $this->shop;
        $now = $shop->clock->now();
        // A quantity that is never published as more than this could not be back otherwise.
        $low = min($shop->settings()->whole('alert_low'), intdiv($shop->settings()->whole('largest_quantity') - 1, 2));
        $rule = new StockRule($low);
        $products = $shop->products()->controlled();
        $entries = $products === [] ? [] : array_intersect_key($shop->ledger()->read(array_keys($products)), $products);
        $unknown = max($shop->settings()->whole('alert_unknown') * 60, $shop->cronRuns()->patience());
        $stale = max($unknown, self::STALE * $shop->settings()->whole('cron_interval'));
        $watch = new ProductWatch($shop->ledger(), $shop->panels(), $rule, $unknown, $stale, $now);
        $alarms = [
            ...$watch->alarms($this->sold($products), $entries, $subjects),
            ...$this->orders(new OrderWatch($shop->ledger(), $shop->panels(), $products, $entries, $now), $subjects),
            ...(new RefusalWatch($shop->proof(), $shop->panels(), $now))->alarms($products, $subjects),
        ];
        $text = new MessageText(Words::of(), $shop->groupNames(), $now);
        $messages = array_map($text->message(...), (new Grouping($alarms))->groups());
        $this->outbox->add($messages, $this->channels->all());
        $subjects->save($rule, $now);
        if ($watch->hasUncounted()) {
            // The next run of the cron looks again, rather than the next full recalculation.
            $shop->pendingSweep()->dueBy($now + 1);
        }
    }

    /** @return list<Alarm> */
    private function orders(OrderWatch $watch, Subjects $subjects): array
    {
        try {
            $holds = $this->shop->openOrders()->read($this->shop->settings(), $this->shop->panels())->all;
        } catch (Throwable) {
            // The sweep says so, and what is not known is no alarm.
            $subjects->keepOrders();

            return [];
        }

        return $watch->alarms($holds, $subjects);
    }

    /**
     * @param array<int, Product> $products
     * @return array<int, Product> those that can be ordered
     */
    private function sold(array $products): array
    {
        return array_diff_key($products, array_flip($this->shop->products()->retired()));
    }

    private function delivery(): Delivery
    {
        return new Delivery($this->channels, $this->outbox, $this->shop->clock, $this->shop->journal());
    }
}
