<?php

/*
 * What one recalculation asked of a panel.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Usage
{
    public function __construct(
        /** Requests that were sent. */
        public readonly int $requests,
        /** How many of them have no usable answer. */
        public readonly int $failures,
        /** How long the panel's part of the recalculation took. */
        public readonly float $seconds,
    ) {
    }
}
