<?php

/*
 * Who is signed in, as far as the session knows it.
 */

declare(strict_types=1);

namespace WHMCS\Authentication;

use WHMCS\Database\Capsule;

class CurrentUser
{
    public function isAuthenticatedAdmin(): bool
    {
        return $this->admin() !== null;
    }

    public function isAuthenticatedUser(): bool
    {
        return false;
    }

    public function isMasqueradingAdmin(): bool
    {
        return false;
    }

    public function admin(): ?object
    {
        $id = (int) ($_SESSION['adminid'] ?? 0);

        return $id > 0 ? Capsule::table('tbladmins')->where('id', $id)->first() : null;
    }

    public function user(): ?object
    {
        return null;
    }

    public function client(): ?object
    {
        return null;
    }
}
