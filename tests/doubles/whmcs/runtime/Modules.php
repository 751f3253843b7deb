<?php

/*
 * Addon and server modules: which are active, their hooks, activation, settings and provisioning.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use RuntimeException;
use WHMCS\Database\Capsule;

final class Modules
{
    /** Nothing documents whether addons or server modules come first: the shop's configuration says. */
    public static function loadHooks(bool $serversFirst = false): void
    {
        $addons = array_map(
            static fn (string $module): string => ROOTDIR . "/modules/addons/{$module}",
            self::activeAddons(),
        );
        $servers = glob(ROOTDIR . '/modules/servers/*', GLOB_ONLYDIR) ?: [];
        foreach ($serversFirst ? [...$servers, ...$addons] : [...$addons, ...$servers] as $directory) {
            self::loadOnce("{$directory}/hooks.php");
        }
    }

    /** @return list<string> */
    public static function activeAddons(): array
    {
        $list = (string) Capsule::table('tblconfiguration')->where('setting', 'ActiveAddonModules')->value('value');

        return array_values(array_filter(explode(',', $list)));
    }

    /** @return string|null the name of a server module's function, when the module and the function exist */
    public static function serverFunction(string $module, string $function): ?string
    {
        self::loadOnce(ROOTDIR . "/modules/servers/{$module}/{$module}.php");

        return function_exists("{$module}_{$function}") ? "{$module}_{$function}" : null;
    }

    /** @return array<string, mixed> the answer of the module's _activate */
    public static function activate(string $module): array
    {
        self::loadAddon($module);
        $answer = function_exists("{$module}_activate") ? "{$module}_activate"() : [];
        if (($answer['status'] ?? 'success') !== 'error') {
            $config = "{$module}_config"();
            self::store($module, 'version', (string) $config['version']);
            self::store($module, 'access', '1');
            self::listActive(array_unique([...self::activeAddons(), $module]));
        }

        return $answer;
    }

    /** @return array<string, mixed> the answer of the module's _deactivate */
    public static function deactivate(string $module): array
    {
        self::loadAddon($module);
        $answer = function_exists("{$module}_deactivate") ? "{$module}_deactivate"() : [];
        Capsule::table('tbladdonmodules')->where('module', $module)->delete();
        self::listActive(array_diff(self::activeAddons(), [$module]));

        return $answer;
    }

    /** Runs _upgrade when the files are newer than what was installed, then returns what _output echoes. */
    public static function output(string $module): string
    {
        self::loadAddon($module);
        $config = "{$module}_config"();
        $settings = self::settings($module);
        $installed = (string) ($settings['version'] ?? '');
        if ($installed !== (string) $config['version']) {
            if (function_exists("{$module}_upgrade")) {
                "{$module}_upgrade"(['version' => $installed] + $settings);
            }
            self::store($module, 'version', (string) $config['version']);
        }
        $vars = ['modulelink' => "addonmodules.php?module={$module}", '_lang' => self::language($module)] + $settings;
        ob_start();
        "{$module}_output"($vars);

        return (string) ob_get_clean();
    }

    /** @return array<string, string> */
    public static function settings(string $module): array
    {
        return Capsule::table('tbladdonmodules')->where('module', $module)->pluck('value', 'setting')->all();
    }

    public static function store(string $module, string $setting, string $value): void
    {
        Capsule::table('tbladdonmodules')->updateOrInsert(
            ['module' => $module, 'setting' => $setting],
            ['value' => $value],
        );
    }

    private static function loadAddon(string $module): void
    {
        $file = ROOTDIR . "/modules/addons/{$module}/{$module}.php";
        if (!is_file($file)) {
            throw new RuntimeException("There is no addon module {$module} in " . ROOTDIR);
        }
        require_once $file;
    }

    /** @return array<string, string> */
    private static function language(string $module): array
    {
        $_ADDONLANG = [];
        $file = ROOTDIR . "/modules/addons/{$module}/lang/english.php";
        if (is_file($file)) {
            require $file;
        }

        return $_ADDONLANG;
    }

    private static function loadOnce(string $file): void
    {
        if (is_file($file)) {
            require_once $file;
        }
    }

    /** @param array<int, string> $modules */
    private static function listActive(array $modules): void
    {
        Capsule::table('tblconfiguration')->updateOrInsert(
            ['setting' => 'ActiveAddonModules'],
            ['value' => implode(',', $modules)],
        );
    }
}
