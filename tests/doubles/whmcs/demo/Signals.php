<?php

/*
 * Delays signals that would end the demo until it is between two steps, so that nothing is still running when it cleans up. A
 * step takes a few seconds at most. The processes that it starts delay signals too.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

final class Signals
{
    private const ENDING = [SIGINT, SIGTERM, SIGHUP];

    public static function hold(): void
    {
        pcntl_sigprocmask(SIG_BLOCK, self::ENDING);
    }

    /** Ends the process when one has come; what was registered for its shutdown runs. */
    public static function obey(): void
    {
        $info = [];
        $signal = pcntl_sigtimedwait(self::ENDING, $info, 0, 1);
        if ($signal > 0) {
            fwrite(STDERR, "demo: interrupted\n");
            exit(128 + $signal);
        }
    }
}
