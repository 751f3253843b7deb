<?php

/*
 * A way to send a message.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Alert;

use Throwable;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

interface Channel
{
    /** Its key in the tables, and in the keys of sentences. */
    public function name(): string;

    /**
     * @param float $timeout seconds
     * @return string|null null if the message was taken, else one line that says what happened, without secrets
     * @throws Throwable
     */
    public function send(Message $message, float $timeout): ?string;
}
