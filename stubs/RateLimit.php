<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * Allows something at most once per period, over all PHP processes that share the cache. Without a shared cache it holds within the
 * process.
 *
 * The class has only static methods and no objects.
 */
final class RateLimit
{
    private function __construct()
    {
    }

    /**
     * Returns true for the first call with a key, and false for all others until the period is over or the key is released.
     *
     * @param string $key Any bytes. Everything that uses this extension shares the keys: start yours with a name of your own.
     * @param int<1, max> $seconds Length of the period, which starts with the call that returns true.
     *
     * @throws \ValueError If the period is shorter than a second.
     */
    public static function acquire(string $key, int $seconds): bool
    {
    }

    /**
     * Ends a key's period: the next {@see acquire()} with this key returns true.
     *
     * @param string $key As it was acquired. Releasing a key that is not acquired does nothing.
     */
    public static function release(string $key): void
    {
    }
}
