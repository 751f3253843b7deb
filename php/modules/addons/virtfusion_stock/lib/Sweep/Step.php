<?php

/*
 * The progress of a sweep.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Step
{
    /** It is asking a panel. */
    public const ASKING = 'asking';
    /** It has asked every panel and writes quantities. */
    public const WRITING = 'writing';
    public const ENDED = 'ended';
    /** Its process ended early. */
    public const BROKEN = 'broken';

    /**
     * @param string $phase one of the constants
     * @param int $done products whose panel has answered
     * @param int $about products that the current panel is asked about
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
