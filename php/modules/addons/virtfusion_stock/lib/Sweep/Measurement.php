<?php

/*
 * Asks the panels: products in, one reading for each out. Each panel is asked once for all its products, and all panels at the same
 * time. It writes nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Closure;
use InvalidArgumentException;
use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panel;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Measurement
{
    /** Seconds for a panel when none are left: what is cached is found in them. */
    private const LEAST = 0.05;

    private ?OnOrder $onOrder = null;

    /** @var array<int, Usage> */
    private array $usage = [];

    /** @var array<int, Inquiry> those that are begun, by panel */
    private array $begun = [];

    /** @param (Closure(Step): void)|null $tell is called before each panel is asked, and after the last one */
    public function __construct(
        private Shop $shop,
        public readonly Settings $settings,
        private Panels $panels,
        private ?Closure $tell = null,
    ) {
    }

    /**
     * Begins to ask the panels what take() will need, and waits for no answer. Of several servers that are one panel it asks about the
     * first: together they would send more requests at once than the extension's setting allows.
     *
     * @param array<int, Product> $products by id
     * @param float|null $deadline seconds; null: the extension's time-outs apply
     * @param float|null $since when a panel's capacity last moved, in seconds since the epoch
     */
    public function prefetch(array $products, ?float $deadline, ?float $since): void
    {
        $asked = [];
        foreach ($this->byPanel($products) as $id => $ofPanel) {
            $panel = $this->panels->all()[$id];
            try {
                $url = $panel->url();
                if (!isset($asked[$url])) {
                    $asked[$url] = true;
                    $this->begun[$id] = $this->inquiry($panel, $ofPanel);
                    $this->begun[$id]->prefetch($deadline, $since);
                }
            } catch (Throwable) {
                // take() meets it again, and its readings say why.
            }
        }
    }

    /**
     * @param array<int, Product> $products by id
     * @param float|null $deadline seconds for the whole call, shared among the panels; null: the extension's time-outs apply
     * @param array<int, string> $states recorded states, by product id: a report of the same state is not made again
     * @return array<int, Reading> by product id, in the order of the products
     */
    public function take(array $products, ?float $deadline = null, array $states = []): array
    {
        if ($products === []) {
            return [];
        }
        $onOrder = $this->onOrder = OnOrder::read($this->shop, $this->settings, $this->panels);
        $byPanel = $this->byPanel($products);
        if (count($byPanel) > 1 && $this->begun === [] && $onOrder->error === null) {
            $this->prefetch($products, $deadline, $onOrder->since);
        }
        $readings = [];
        foreach (array_diff_key($products, ...array_values($byPanel)) as $id => $product) {
            $readings[$id] = Reading::unknown($product, 'no_panel', self::noPanel($product), null);
        }
        $until = $this->shop->clock->elapsed() + ($deadline ?? 0.0);
        $left = count($byPanel);
        foreach ($byPanel as $id => $ofPanel) {
            $panel = $this->panels->all()[$id];
            $this->report(count($readings), count($products), $panel, count($ofPanel));
            // A panel that hangs leaves the others their share.
            $share = $deadline === null ? null : max(self::LEAST, ($until - $this->shop->clock->elapsed()) / $left);
            $readings += $this->ask($panel, $ofPanel, $share, $states, $onOrder);
            $left--;
        }
        $this->report(count($readings), count($products));

        $inOrder = [];
        foreach (array_keys($products) as $id) {
            $inOrder[$id] = $readings[$id];
        }

        return $inOrder;
    }

    /** @return array<int, Usage> what it asked of each panel, by panel */
    public function usage(): array
    {
        return $this->usage;
    }

    /** When the first hold that was taken off ends, in seconds since the epoch; null if there was none. */
    public function firstEnd(): ?int
    {
        return $this->onOrder?->holds->firstEnd();
    }

    /**
     * @param array<int, Product> $products by id
     * @return array<int, array<int, Product>> those that a panel can provision, by panel and id
     */
    private function byPanel(array $products): array
    {
        $byPanel = [];
        foreach ($products as $id => $product) {
            $panel = $this->panels->for($product);
            if ($panel !== null) {
                $byPanel[$panel->id][$id] = $product;
            }
        }

        return $byPanel;
    }

    /** @param array<int, Product> $products by id */
    private function inquiry(Panel $panel, array $products): Inquiry
    {
        $buffer = $this->settings->text('default_buffer');
        $end = $this->settings->text('option_size');
        $row = static fn (Product $product): array => $product->row($buffer, $end);

        return new Inquiry($panel, $this->shop->clock, array_map($row, $products));
    }

    /** @param int $about products that the panel is asked about */
    private function report(int $done, int $all, ?Panel $panel = null, int $about = 0): void
    {
        if ($this->tell !== null) {
            ($this->tell)(new Step($panel === null ? Step::WRITING : Step::ASKING, $done, $all, $panel?->label(), $about));
        }
    }

    /**
     * @param array<int, Product> $products
     * @param array<int, string> $states
     * @return array<int, Reading>
     */
    private function ask(Panel $panel, array $products, ?float $deadline, array $states, OnOrder $onOrder): array
    {
        if ($onOrder->error !== null) {
            return self::unknown($products, 'holds_unreadable', $onOrder->error, $panel);
        }
        $inquiry = null;
        try {
            $inquiry = $this->begun[$panel->id] ?? $this->inquiry($panel, $products);
            $inquiry->meter->start();
            $control = $inquiry->control;
            $until = $this->shop->clock->elapsed() + ($deadline ?? 0.0);
            $holds = $onOrder->holds->of($panel->id);
            $sizes = SizeRange::of(
                $products,
                $inquiry->rows,
                $this->settings->text('default_buffer'),
                $this->settings->text('option_size'),
                static fn (array $rows): array => $control->quantities($rows, $deadline, $holds, $onOrder->since),
            );
            $largest = $this->settings->whole('largest_quantity');
            $states = self::states($states, $products, $largest, $sizes);
            $rest = $deadline === null ? null : max(self::LEAST, $until - $this->shop->clock->elapsed());
            $findings = $control->survey($sizes->rows, $states, $rest, $holds, $onOrder->since);
        } catch (InvalidArgumentException $unusable) {
            return self::unknown($products, 'panel_unusable', "{$panel->label()}: {$unusable->getMessage()}", $panel);
        } catch (Throwable $failure) {
            $this->shop->journal()->failure("asking {$panel->label()}", $failure);

            return self::unknown($products, 'failed', $failure->getMessage(), $panel);
        } finally {
            $inquiry?->meter->stop();
            $this->usage += $inquiry === null ? [] : [$panel->id => $inquiry->meter->usage()];
        }
        $readings = [];
        foreach ($products as $id => $product) {
            $readings[$id] = Reading::of($product, $onOrder->annotated($findings[$id] ?? null, $panel->id), $largest, $panel, $sizes->other($id));
        }

        return $readings;
    }

    /**
     * @param array<int, string> $recorded
     * @param array<int, Product> $products
     * @return array<int, string|null> what the extension compares with, by product id
     */
    private static function states(array $recorded, array $products, int $largest, SizeRange $sizes): array
    {
        $states = [];
        foreach (array_intersect_key($recorded, $products) as $id => $state) {
            $states[$id] = Reading::stateUnder($state, $largest, $sizes->other($id));
        }

        return $states;
    }

    /**
     * @param array<int, Product> $products
     * @return array<int, Reading>
     */
    private static function unknown(array $products, string $reason, string $error, Panel $panel): array
    {
        return array_map(
            static fn (Product $product): Reading => Reading::unknown($product, $reason, $error, $panel),
            $products,
        );
    }

    private static function noPanel(Product $product): string
    {
        return $product->serverGroup > 0
            ? "server group #{$product->serverGroup} has no enabled " . HostModule::TYPE . ' server'
            : 'there is no enabled ' . HostModule::TYPE . ' server';
    }
}
