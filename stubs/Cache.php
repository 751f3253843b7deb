<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * What there is to know of the cache that all PHP processes of a user share.
 *
 * Static methods alone: there are no objects of this class.
 */
final class Cache
{
    private function __construct()
    {
    }

    /**
     * Where answers lie, since when and why there, how much lies there, and what this process did with it.
     *
     * - `tier`: `lmdb` and `redis` are shared; `process` is this process's own memory, and `why` says in words why it is not
     *   the shared one. `place` is the folder or the server, without its password.
     * - `since`: since when this process uses that tier; `counted_since`: since when it counts what follows. Seconds since the
     *   Unix epoch.
     * - `entries`, `bytes`: what the tier holds; null when it does not say.
     * - `hits`, `misses`, `waits`, `requests`: answers found, not found, being fetched by another process at that moment, and
     *   requests sent to panels; of this process alone.
     *
     * @return array{
     *     tier: 'lmdb'|'redis'|'process', place: non-empty-string, why: ?non-empty-string, since: int,
     *     entries: ?int<0, max>, bytes: ?int<0, max>, counted_since: int,
     *     hits: int<0, max>, misses: int<0, max>, waits: int<0, max>, requests: int<0, max>,
     * }
     */
    public static function facts(): array
    {
    }
}
