<?php

/*
 * Finds a module's classes as WHMCS does: WHMCS\Module\Addon\SomeModule\Path\Name lies in
 * modules/addons/some_module/lib/Path/Name.php, the directory being matched without regard to case
 * and underscores. Classes of the stand-in itself come from this folder.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

final class Autoload
{
    private const KINDS = ['Addon' => 'addons', 'Server' => 'servers'];

    /** @var array<string, string> those that were found, by parent and name */
    private static array $directories = [];

    public static function register(string $root): void
    {
        spl_autoload_register(static function (string $class) use ($root): void {
            $file = self::file($root, $class);
            if ($file !== null && is_file($file)) {
                require_once $file;
            }
        });
    }

    private static function file(string $root, string $class): ?string
    {
        $own = [
            'WHMCS\Database\Capsule' => 'Capsule',
            'WHMCS\Module\AbstractWidget' => 'AbstractWidget',
            'WHMCS\Authentication\CurrentUser' => 'CurrentUser',
        ];
        if (isset($own[$class])) {
            return __DIR__ . "/{$own[$class]}.php";
        }
        $parts = explode('\\', $class);
        if ($parts[0] === __NAMESPACE__ && count($parts) === 2) {
            return __DIR__ . "/{$parts[1]}.php";
        }
        if (count($parts) < 5 || $parts[0] !== 'WHMCS' || $parts[1] !== 'Module' || !isset(self::KINDS[$parts[2]])) {
            return null;
        }
        $parent = "{$root}/modules/" . self::KINDS[$parts[2]];
        $directory = self::$directories["{$parent}/{$parts[3]}"] ?? self::directory($parent, $parts[3]);
        if ($directory === null) {
            return null;
        }
        self::$directories["{$parent}/{$parts[3]}"] = $directory;

        return "{$directory}/lib/" . implode('/', array_slice($parts, 4)) . '.php';
    }

    private static function directory(string $parent, string $studly): ?string
    {
        foreach (glob("{$parent}/*", GLOB_ONLYDIR) ?: [] as $directory) {
            if (strcasecmp(str_replace('_', '', basename($directory)), $studly) === 0) {
                return $directory;
            }
        }

        return null;
    }
}
