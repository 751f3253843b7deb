<?php

declare(strict_types=1);

namespace VirtFusionDirect;

/**
 * Facts about the cache that all PHP processes of a user share.
 *
 * The class has only static methods and no objects.
 */
final class Cache
{
    private function __construct()
    {
    }

    /**
     * Where answers are cached, how much is cached there, and how this process has used it.
     *
     * - `tier`: `lmdb` and `redis` are shared; `process` is this process's own memory, and `why` says why the shared cache is not
     *   used. `place` is the folder or the server, without its password.
     * - `since`: when this process started to use the tier; `counted_since`: when it started the counts below. Both in seconds
     *   since the Unix epoch.
     * - `entries`, `bytes`: what the tier contains; null if it does not report it.
     * - `hits`, `misses`, `waits`, `requests`: answers found, answers not found, answers that another process was fetching at that
     *   moment, and requests sent to panels. They count this process only.
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
