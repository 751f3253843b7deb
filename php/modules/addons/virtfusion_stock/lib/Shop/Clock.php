<?php

/*
 * The time. Everything that asks what time it is gets a clock, so that a test can move it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

interface Clock
{
    /** Seconds since the epoch. */
    public function now(): int;

    /** Seconds since the epoch with their fraction, as the extension's clock has them: for comparing with when a panel was asked. */
    public function moment(): float;

    /** Seconds from an arbitrary start, for measuring how long something takes. It never goes back. */
    public function elapsed(): float;

    /** Waits. */
    public function sleep(float $seconds): void;
}
