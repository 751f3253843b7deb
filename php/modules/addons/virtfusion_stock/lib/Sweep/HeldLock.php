<?php

/*
 * The sweep lock while this process holds it. A connection may be lost and silently replaced during a long sweep, and the lock with
 * it: whatever is written under the lock goes through guard().
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Closure;
use Illuminate\Database\Query\Builder;
use Throwable;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class HeldLock
{
    /**
     * @param Closure(Builder): Builder $guard
     * @param Closure(): mixed $release
     */
    public function __construct(private Closure $guard, private Closure $release)
    {
    }

    /** Narrows a write so that it changes nothing once the lock is no longer this process's. */
    public function guard(Builder $query): Builder
    {
        return ($this->guard)($query);
    }

    public function release(): void
    {
        try {
            ($this->release)();
        } catch (Throwable) {
            // The connection is gone, and the lock with it.
        }
    }
}
