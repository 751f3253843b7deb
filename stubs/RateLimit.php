<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * At most once in so many seconds, over all PHP processes that share the cache; where there is no shared cache, within the
 * process.
 *
 * Static methods alone: there are no objects of this class.
 */
final class RateLimit
{
    private function __construct()
    {
    }

    /**
     * True for the first caller of a key in a period, false for all others until it is over or the key is released.
     *
     * @param string $key Any bytes. Keys are shared with everything else that uses this extension: put a name of your own in
     *     front.
     * @param int<1, max> $seconds How long the period is. It starts with the call that gets true.
     *
     * @throws \ValueError When the period is shorter than a second.
     */
    public static function acquire(string $key, int $seconds): bool
    {
    }

    /**
     * Ends a key's period: the next {@see acquire()} of it is true.
     *
     * @param string $key As it was acquired. One that is not held is no mistake.
     */
    public static function release(string $key): void
    {
    }
}
