<?php

/*
 * Measures what a part of a recalculation asks of a panel, and how long it waits for it: while it runs.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use VirtFusionDirect\Module;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Meter
{
    private float $began = 0.0;

    private float $seconds = 0.0;

    /** @var array{requests: int, failures: int} */
    private array $before;

    public function __construct(private Module $module, private Clock $clock)
    {
        $this->before = $module->requestCounts();
    }

    public function start(): void
    {
        $this->began = $this->clock->elapsed();
    }

    public function stop(): void
    {
        $this->seconds += max(0.0, $this->clock->elapsed() - $this->began);
    }

    public function usage(): Usage
    {
        $now = $this->module->requestCounts();

        return new Usage(
            $now['requests'] - $this->before['requests'],
            max(0, $now['failures'] - $this->before['failures']),
            $this->seconds,
        );
    }
}
