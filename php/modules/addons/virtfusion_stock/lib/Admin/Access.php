<?php

/*
 * Whether the admin who is signed in may open the addon's page. WHMCS checks this for the page only. On any failure access is refused.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use Throwable;
use WHMCS\Authentication\CurrentUser;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Access
{
    public function __construct(private Database $database)
    {
    }

    public function isGranted(): bool
    {
        try {
            $role = $this->role();
            $roles = (string) $this->database->table('tbladdonmodules')
                ->where('module', Settings::MODULE)->where('setting', 'access')->value('value');

            return $role > 0 && in_array((string) $role, array_map('trim', explode(',', $roles)), true);
        } catch (Throwable) {
            return false;
        }
    }

    private function role(): int
    {
        $admin = class_exists(CurrentUser::class) ? (new CurrentUser())->admin() : null;

        return (int) ($admin->roleid ?? 0);
    }
}
