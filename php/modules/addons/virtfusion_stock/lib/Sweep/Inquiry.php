<?php

/*
 * What one panel is asked about. It can be begun before its answers are needed.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use VirtFusionDirect\StockControl;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panel;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Product;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/** @phpstan-import-type Row from Product */
final class Inquiry
{
    public readonly StockControl $control;

    public readonly Meter $meter;

    /**
     * @param array<int, Row> $rows by product id
     * @throws \InvalidArgumentException if the panel's hostname or password cannot be used
     */
    public function __construct(Panel $panel, Clock $clock, public readonly array $rows)
    {
        $this->control = new StockControl($panel->module());
        $this->meter = new Meter($panel->module(), $clock);
    }

    /**
     * Begins to ask, and waits for no answer.
     *
     * @param float|null $deadline seconds; null: the extension's time-outs apply
     * @param float|null $since when a panel's capacity last moved, in seconds since the epoch
     */
    public function prefetch(?float $deadline, ?float $since): void
    {
        $this->meter->start();
        $this->control->prefetch($this->rows, $deadline, $since);
        $this->meter->stop();
    }
}
