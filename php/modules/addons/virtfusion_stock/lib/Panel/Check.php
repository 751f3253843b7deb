<?php

/*
 * The test of a panel's address and token, in the engine's own words. It writes nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Panel;

use InvalidArgumentException;
use WHMCS\Module\Addon\VirtfusionStock\Text;

final class Check
{
    /** @return string what is wrong, blank when nothing is */
    public static function of(Panel $panel): string
    {
        try {
            $answer = $panel->module()->testConnection();
        } catch (InvalidArgumentException $unusable) {
            return Text::line($unusable->getMessage(), 500);
        }

        return $answer['success'] ? '' : Text::line($answer['error'], 500);
    }
}
