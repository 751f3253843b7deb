<?php

/*
 * Whether servers still fit, one after the other: what the shop's number says, after the open orders, the claims of other carts and the
 * lines before. It computes nothing itself: the extension does. What is not known is never a refusal, and is kept for the log.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Checkout;

use Throwable;
use VirtFusionDirect\StockControl;
use WHMCS\Module\Addon\VirtfusionStock\Order\Sizing;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panel;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/** @phpstan-import-type Hold from Sizing */
final class Gate
{
    /** Ids of the holds of this cart: above those of services and of claims. */
    private const IDS = 1 << 52;

    private const SIZES = ['memory', 'cpuCores', 'primaryStorage', 'primaryStorageProfile'];

    /** @var array<int, StockControl> by panel */
    private array $controls = [];

    /** @var list<array{int, Hold}> panel and hold of what this cart takes */
    private array $own = [];

    /** @var list<string> why something is not known */
    private array $unknown = [];

    /**
     * @param array<int, list<Hold>> $taken by panel: open orders and claims of other carts
     * @param float|null $since answers about groups that were asked for before it do not count
     */
    public function __construct(
        private Panels $panels,
        private Budget $budget,
        private string $defaultBuffer,
        private array $taken,
        private ?float $since,
    ) {
    }

    /**
     * Takes the servers of a line, as long as each fits. Those of a product without stock control always do.
     *
     * @return int|null how many fitted, if not all of them did; null if they all did, or it is not known
     */
    public function admit(Line $line): ?int
    {
        for ($copy = 0; $copy < $line->copies; $copy++) {
            if ($line->product->isControlled && $this->fits($line, $line->size) === false) {
                return $copy;
            }
            $this->take($line);
        }

        return null;
    }

    /** Takes all servers of a line, whether they fit or not. */
    public function takeAll(Line $line): void
    {
        for ($copy = 0; $copy < $line->copies; $copy++) {
            $this->take($line);
        }
    }

    /**
     * Whether one more server of this size fits.
     *
     * @param Hold $size
     * @param bool $afterOwn whether what this cart takes counts
     * @return bool|null null if it is not known
     */
    public function fits(Line $line, array $size, bool $afterOwn = true): ?bool
    {
        $panel = $this->panels->for($line->product);
        if ($panel === null || $size['package'] === null || $size['group'] === null) {
            return $this->notKnown("product #{$line->product->id} has no panel, no package or no group");
        }
        $left = $this->budget->left();
        if ($left <= 0.0) {
            return $this->notKnown('the time for the check is over');
        }
        try {
            $quantity = $this->control($panel)->quantity(
                $this->row($line, $size),
                $left,
                $this->holds($panel, $afterOwn),
                $this->since,
            );

            return $quantity === null ? $this->notKnown((string) $panel->module()->lastError()) : $quantity > 0;
        } catch (Throwable $failure) {
            return $this->notKnown("{$panel->label()}: {$failure->getMessage()}");
        }
    }

    /** @return list<array{int, Hold}> panel and hold of every server that this cart takes */
    public function own(): array
    {
        return $this->own;
    }

    /** Why the cart was not checked in full; null if it was. */
    public function trouble(): ?string
    {
        return $this->unknown[0] ?? null;
    }

    private function take(Line $line): void
    {
        $panel = $this->panels->for($line->product);
        if ($panel !== null && $line->size['package'] !== null && $line->size['group'] !== null) {
            $this->own[] = [$panel->id, ['id' => self::IDS + count($this->own)] + $line->size];
        }
    }

    private function control(Panel $panel): StockControl
    {
        return $this->controls[$panel->id] ??= new StockControl($panel->module());
    }

    /**
     * The product's row as if it could be ordered in this size, in this one group.
     *
     * @param Hold $size
     * @return array{id: int, configoption1: int|null, configoption2: int|null, configoption3: int, configoption7: string,
     *     size: array<string, int>}
     */
    private function row(Line $line, array $size): array
    {
        $chosen = [];
        foreach (self::SIZES as $key) {
            if ($size[$key] !== null) {
                $chosen[$key] = $size[$key];
            }
        }

        return [
            'id' => $line->product->id,
            'configoption1' => $size['group'],
            'configoption2' => $size['package'],
            'configoption3' => $size['ipv4'],
            'configoption7' => $line->product->buffer($this->defaultBuffer),
            'size' => $chosen,
        ];
    }

    /** @return list<Hold> */
    private function holds(Panel $panel, bool $afterOwn): array
    {
        $holds = $this->taken[$panel->id] ?? [];
        foreach ($afterOwn ? $this->own : [] as [$id, $hold]) {
            if ($id === $panel->id) {
                $holds[] = $hold;
            }
        }

        return $holds;
    }

    private function notKnown(string $why): ?bool
    {
        $this->unknown[] = $why === '' ? 'the quantity is not known' : $why;

        return null;
    }
}
