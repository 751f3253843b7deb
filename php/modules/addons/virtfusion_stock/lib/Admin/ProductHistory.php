<?php

/*
 * What a product's page shows of its history: the chart and the figures of the days that were asked for, and how long the product lasts.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\History\Chart;
use WHMCS\Module\Addon\VirtfusionStock\History\Day;
use WHMCS\Module\Addon\VirtfusionStock\History\History;
use WHMCS\Module\Addon\VirtfusionStock\History\Sample;
use WHMCS\Module\Addon\VirtfusionStock\History\SellOut;
use WHMCS\Module\Addon\VirtfusionStock\History\Timeline;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class ProductHistory
{
    /** Days that can be asked for. */
    public const CHOICES = [7, 30, History::DAYS];

    /** @param list<Day> $figures the latest first */
    private function __construct(
        public readonly int $days,
        public readonly Chart $chart,
        public readonly array $figures,
        public readonly ?Sample $present,
        public readonly SellOut $sellOut,
        public readonly bool $isEmpty,
    ) {
    }

    /** @param mixed $asked how many days */
    public static function load(Shop $shop, ProductLine $product, mixed $asked): self
    {
        $days = in_array($asked, array_map('strval', self::CHOICES), true) ? (int) $asked : self::CHOICES[1];
        $now = $shop->clock->now();
        $since = Timeline::start($now, History::DAYS);
        $samples = $shop->history()->of($product->id, $since);
        $isRecent = $product->attemptedAt !== null && $now - $product->attemptedAt <= History::staleAfter($shop->settings());
        $timeline = Timeline::of($samples, $since, $now, $isRecent ? $now : (int) $product->attemptedAt);
        $all = $timeline->days(History::DAYS);

        return new self(
            $days,
            Chart::of($timeline->latest($days)),
            array_reverse(array_slice($all, -$days)),
            $timeline->present(),
            SellOut::of($all, $timeline->present()),
            $samples === [],
        );
    }

    /** The lowest quantity of all days; null if none was known. */
    public function lowest(): ?int
    {
        $lowest = array_filter(array_map(static fn (Day $day): ?int => $day->lowest, $this->figures), 'is_int');

        return $lowest === [] ? null : min($lowest);
    }
}
