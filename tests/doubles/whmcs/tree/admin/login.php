<?php

/*
 * Signs an admin in by name: POST username. The answer is the session's cookie and its token.
 */

declare(strict_types=1);

use WHMCS\Database\Capsule;

require __DIR__ . '/session.php';

$admin = Capsule::table('tbladmins')->where('username', (string) ($_POST['username'] ?? ''))->first();
if ($admin === null) {
    http_response_code(403);
    exit('Access Denied');
}
$_SESSION['adminid'] = (int) $admin->id;
header('Content-Type: text/plain');
echo generate_token('plain');
