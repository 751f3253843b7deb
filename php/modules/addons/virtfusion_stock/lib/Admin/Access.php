<?php

/*
 * Whether the admin who is signed in may open the addon's page. WHMCS checks that for the page itself, and for
 * nothing else of the addon. What cannot be told is refused.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use Throwable;
use WHMCS\Authentication\CurrentUser;
use WHMCS\Database\Capsule;
use WHMCS\Module\Addon\VirtfusionStock\Settings;

final class Access
{
    public static function isGranted(): bool
    {
        try {
            $role = self::role();
            $roles = (string) Capsule::table('tbladdonmodules')
                ->where('module', Settings::MODULE)->where('setting', 'access')->value('value');

            return $role > 0 && in_array((string) $role, array_map('trim', explode(',', $roles)), true);
        } catch (Throwable) {
            return false;
        }
    }

    private static function role(): int
    {
        $admin = class_exists(CurrentUser::class) ? (new CurrentUser())->admin() : null;

        return (int) ($admin->roleid ?? 0);
    }
}
