<?php

/*
 * Whether the PHP extension virtfusion_direct is loaded, in the addon's version or a later one: a worker that was started before an
 * upgrade has the former one. Without it the addon changes nothing.
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
        return extension_loaded(self::NAME) && version_compare(self::version(), Installation::VERSION, '>=');
    }

    /** What an admin has to do if it is not loaded. */
    public static function advice(): string
    {
        $php = 'this PHP (' . PHP_VERSION . ', ' . PHP_SAPI . ', ' . PHP_BINARY . ')';
        if (extension_loaded(self::NAME)) {
            return 'The PHP extension ' . self::NAME . " in {$php} has version " . self::version() . ', and the addon needs '
                . Installation::VERSION . '. Install it with the addon\'s own release, and restart PHP. Until then no quantity is changed.';
        }

        return 'The PHP extension ' . self::NAME . " is not loaded in {$php}. Add \"extension=" . self::NAME . '" to its php.ini and'
            . ' restart it; the command line, which runs the cron, has a php.ini of its own. Until then no quantity is changed.';
    }

    /** phpversion() may be disabled. */
    private static function version(): string
    {
        return (string) (new \ReflectionExtension(self::NAME))->getVersion();
    }
}
