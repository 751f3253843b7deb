<?php

/*
 * Asks the panels: product rows in, one reading per product out, each panel asked once for all its
 * products. It may read the servers and writes nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use InvalidArgumentException;
use Throwable;
use VirtFusionDirect\StockControl;

final class Measurement
{
    /**
     * @param (callable(array<string, mixed>): void)|null $tell hears of each panel before it is asked and after
     * @param Panels|null $panels null: they are read when they are needed
     */
    public function __construct(private Settings $settings, private mixed $tell = null, private ?Panels $panels = null)
    {
    }

    /**
     * @param array<int, array<string, mixed>> $products as Products gives them
     * @param float|null $deadline seconds for the whole call; null for the extension's own time-outs
     * @param array<int, string> $states product id => recorded state of a report that is at hand: it is not made again
     * @return array<int, Reading> by product id, in the order of the products
     */
    public function take(array $products, ?float $deadline = null, array $states = []): array
    {
        if ($products === []) {
            return [];
        }
        $panels = $this->panels ??= Panels::load();
        $readings = [];
        $byPanel = [];
        foreach ($products as $id => $product) {
            $panel = $panels->for($product);
            if ($panel === null) {
                $readings[$id] = Reading::unknown($product, 'no_panel', self::noPanel($product), null);
            } else {
                $byPanel[$panel->id][$id] = $product;
            }
        }
        $largest = $this->settings->largestQuantity;
        $states = array_map(static fn (string $state): ?string => Reading::stateUnder($state, $largest), $states);
        foreach ($byPanel as $id => $ofPanel) {
            $panel = $panels->all()[$id];
            $this->told(count($readings), count($products), $panel, count($ofPanel));
            $readings += $this->ask($panel, $ofPanel, $deadline, $states);
        }
        $this->told(count($readings), count($products));

        return array_replace(array_intersect_key($products, $readings), $readings);
    }

    /** @param int $about products that the panel is asked about */
    private function told(int $done, int $all, ?Panel $panel = null, int $about = 0): void
    {
        if ($this->tell !== null) {
            ($this->tell)([
                'phase' => $panel === null ? 'writing' : 'asking',
                'done' => $done,
                'all' => $all,
                'panel' => $panel?->label(),
                'about' => $about,
            ]);
        }
    }

    /**
     * @param array<int, array<string, mixed>> $products
     * @param array<int, string|null> $states
     * @return array<int, Reading>
     */
    private function ask(Panel $panel, array $products, ?float $deadline, array $states): array
    {
        try {
            $rows = array_map(fn (array $product): array => $this->row($product), array_values($products));
            $findings = (new StockControl($panel->module()))->survey($rows, $states, $deadline);
        } catch (InvalidArgumentException $unusable) {
            return self::unknown($products, 'panel_unusable', "{$panel->label()}: {$unusable->getMessage()}", $panel);
        } catch (Throwable $failure) {
            Journal::failure("asking {$panel->label()}", $failure);

            return self::unknown($products, 'failed', $failure->getMessage(), $panel);
        }
        $readings = [];
        foreach ($products as $id => $product) {
            $finding = is_array($findings[$id] ?? null) ? $findings[$id] : null;
            $readings[$id] = Reading::fromFinding($product, $finding, $this->settings->largestQuantity, $panel);
        }

        return $readings;
    }

    /**
     * The row as the engine wants it. Only the buffer's default is put in: everything else is its to judge.
     *
     * @param array<string, mixed> $product
     * @return array<string, mixed>
     */
    private function row(array $product): array
    {
        if (trim((string) $product['configoption7']) === '') {
            $product['configoption7'] = $this->settings->defaultBuffer;
        }

        return $product;
    }

    /**
     * @param array<int, array<string, mixed>> $products
     * @return array<int, Reading>
     */
    private static function unknown(array $products, string $reason, string $error, Panel $panel): array
    {
        return array_map(
            static fn (array $product): Reading => Reading::unknown($product, $reason, $error, $panel),
            $products,
        );
    }

    /** @param array<string, mixed> $product */
    private static function noPanel(array $product): string
    {
        $group = (int) ($product['servergroup'] ?? 0);

        return $group > 0
            ? "server group #{$group} has no enabled " . HostModule::TYPE . ' server'
            : 'there is no enabled ' . HostModule::TYPE . ' server';
    }
}
