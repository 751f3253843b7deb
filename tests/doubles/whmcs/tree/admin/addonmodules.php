<?php

/*
 * An addon's page in the admin area: addonmodules.php?module=NAME, for admins whose role may open it.
 */

declare(strict_types=1);

use WHMCS\Authentication\CurrentUser;
use WhmcsStandIn\Modules;

require __DIR__ . '/session.php';

$admin = (new CurrentUser())->admin();
$module = (string) ($_GET['module'] ?? '');
if ($admin === null) {
    http_response_code(403);
    exit('Access Denied: sign in first');
}
$roles = explode(',', Modules::settings($module)['access'] ?? '');
if (!in_array($module, Modules::activeAddons(), true) || !in_array((string) $admin->roleid, $roles, true)) {
    http_response_code(403);
    exit('Access Denied');
}
$page = Modules::output($module);
$title = htmlspecialchars((string) ("{$module}_config"()['name'] ?? $module), ENT_QUOTES, 'UTF-8');
header('Content-Type: text/html; charset=utf-8');
echo "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{$title}</title>",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    "<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"theme.css\"></head>\n<body>\n",
    "<div class=\"contentarea\" id=\"contentarea\"><h1>{$title}</h1>\n{$page}\n</div>\n</body>\n</html>\n";
