<?php

/*
 * The panel's webhook: tells the addon that something has changed on the panel. A caller with the token of the addon's settings gets 204
 * at once, everybody else an empty 404. Nothing of the request but its Authorization header is read.
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Hooks\Webhook;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

http_response_code(404);
// Apache passes the header of a CGI program on under the second name, if at all.
$header = $_SERVER['HTTP_AUTHORIZATION'] ?? $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] ?? '';
if (preg_match('/^Bearer +(\S+) *$/iD', $header, $parts) !== 1) {
    exit;
}
// WHMCS's folder as this file's own path says it, or as the request does, where the addon's folder is a symbolic link.
foreach ([dirname(__DIR__, 3), dirname($_SERVER['SCRIPT_FILENAME'], 4)] as $root) {
    if (is_file("{$root}/init.php")) {
        require_once "{$root}/init.php";
        break;
    }
}
if (!defined('WHMCS')) {
    exit;
}
require_once __DIR__ . '/lib/autoload.php';

(new Webhook(Shop::ofRequest()))->answer($parts[1]);
