<?php

/*
 * Sends what waits. A channel that fails is asked again at the next run, and holds up no other. A webhook takes five seconds of a run at
 * most, however many messages wait for it.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Clock;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Journal;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Delivery
{
    /** Seconds for a channel in one run. */
    private const SECONDS = 5.0;

    /** Seconds below which no further message is sent in a run. */
    private const LEAST = 0.5;

    /** Messages that a channel gets in one run. */
    private const AT_ONCE = 10;

    public function __construct(
        private Channels $channels,
        private Outbox $outbox,
        private Clock $clock,
        private Journal $journal,
    ) {
    }

    /** It never throws. */
    public function run(): void
    {
        foreach ($this->channels->all() as $channel) {
            try {
                $this->empty($channel);
            } catch (Throwable $failure) {
                $this->journal->failure("sending alerts by {$channel->name()}", $failure);
            }
        }
    }

    /**
     * Sends a message at once.
     *
     * @param float $timeout seconds
     * @return string|null what happened; null if it was taken
     */
    public function send(Channel $channel, Message $message, float $timeout = self::SECONDS): ?string
    {
        try {
            $error = $channel->send($message, $timeout);
        } catch (Throwable $failure) {
            // Not its message: whoever threw it may have put an address or a password into it.
            $error = 'sending failed with ' . $failure::class;
        }
        if ($error === null) {
            $this->channels->noteSent($channel);
        } else {
            $this->channels->noteFailed($channel, $error);
        }

        return $error === null ? null : Text::line($error, 300);
    }

    private function empty(Channel $channel): void
    {
        $expired = $this->outbox->expire($channel);
        if ($expired > 0) {
            $days = intdiv(Outbox::LIFE, 86400);
            $this->journal->activity("{$expired} alert(s) could not be sent by {$channel->name()} for {$days} days and are discarded");
        }
        if ($this->outbox->waiting($channel, 1) === []) {
            return;
        }
        $until = $this->channels->take($channel);
        if ($until === null) {
            return;
        }
        try {
            $this->sendAll($channel, $this->clock->elapsed() + self::SECONDS);
        } finally {
            $this->channels->release($channel, $until);
        }
    }

    private function sendAll(Channel $channel, float $end): void
    {
        foreach ($this->outbox->waiting($channel, self::AT_ONCE) as $id => $message) {
            $left = $end - $this->clock->elapsed();
            if ($left < self::LEAST) {
                return;
            }
            if ($message !== null && $this->send($channel, $message, round($left, 1)) !== null) {
                $this->outbox->noteTry($id);

                return;
            }
            $this->outbox->remove($id);
        }
    }
}
