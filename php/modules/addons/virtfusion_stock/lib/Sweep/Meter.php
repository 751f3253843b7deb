<?php

/*
 * Measures what a part of a recalculation asks of a panel, from its creation on.
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
    private float $began;

    /** @var array{requests: int, failures: int} */
    private array $before;

    public function __construct(private Module $module, private Clock $clock)
    {
        $this->began = $clock->elapsed();
        $this->before = $module->requestCounts();
    }

    public function usage(): Usage
    {
        $now = $this->module->requestCounts();

        return new Usage(
            $now['requests'] - $this->before['requests'],
            max(0, $now['failures'] - $this->before['failures']),
            max(0.0, $this->clock->elapsed() - $this->began),
        );
    }
}
