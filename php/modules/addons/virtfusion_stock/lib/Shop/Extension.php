<?php

/*
 * Whether the PHP extension virtfusion_direct is loaded. Without it the addon changes nothing.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Extension
{
    public const NAME = 'virtfusion_direct';

    public static function loaded(): bool
    {
        return extension_loaded(self::NAME);
    }

    /** What an admin has to do if it is not loaded. */
    public static function advice(): string
    {
        return 'The PHP extension ' . self::NAME . ' is not loaded in this PHP (' . PHP_VERSION . ', ' . PHP_SAPI
            . ', ' . PHP_BINARY . '). Add "extension=' . self::NAME . '" to its php.ini and restart it; the command line, which runs the'
            . ' cron, has a php.ini of its own. Until then no quantity is changed.';
    }
}
