<?php

/*
 * Whether the engine, the PHP extension virtfusion_direct, is there. Without it the addon touches nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

final class Extension
{
    public const NAME = 'virtfusion_direct';

    public static function loaded(): bool
    {
        return extension_loaded(self::NAME);
    }

    /** What to tell an admin when it is not there. */
    public static function advice(): string
    {
        return 'The PHP extension ' . self::NAME . ' is not loaded in this PHP (' . PHP_VERSION . ', ' . PHP_SAPI
            . '). Add "extension=' . self::NAME . '" to its php.ini and restart it; the command line, which runs the'
            . ' cron, has a php.ini of its own. Until then no quantity is changed.';
    }
}
