<?php

/*
 * How far a recalculation is.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

final class Step
{
    /** A panel is being asked. */
    public const ASKING = 'asking';
    /** Every panel was asked. */
    public const WRITING = 'writing';
    public const ENDED = 'ended';
    /** The process ended before the recalculation did. */
    public const BROKEN = 'broken';

    /**
     * @param string $phase one of the above
     * @param int $done products whose panel was asked
     * @param int $about products that the panel is asked about
     */
    public function __construct(
        public readonly string $phase,
        public readonly int $done = 0,
        public readonly int $all = 0,
        public readonly ?string $panel = null,
        public readonly int $about = 0,
    ) {
    }

    public function isRunning(): bool
    {
        return $this->phase === self::ASKING || $this->phase === self::WRITING;
    }

    public function isBroken(): bool
    {
        return $this->phase === self::BROKEN;
    }

    public function words(Words $words): string
    {
        return $words->say("phase_{$this->phase}", [
            'panel' => (string) $this->panel,
            'about' => Words::number($this->about),
            'done' => Words::number($this->done),
            'all' => Words::number($this->all),
        ]);
    }
}
