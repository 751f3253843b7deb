<?php

/*
 * The admin area's dashboard: the widgets that modules add.
 */

declare(strict_types=1);

use WHMCS\Authentication\CurrentUser;
use WHMCS\Module\AbstractWidget;

require __DIR__ . '/session.php';

if (!(new CurrentUser())->isAuthenticatedAdmin()) {
    http_response_code(403);
    exit('Access Denied: sign in first');
}
header('Content-Type: text/html; charset=utf-8');
echo "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Dashboard</title></head>\n<body>\n";
foreach (run_hook('AdminHomeWidgets') as $widget) {
    if ($widget instanceof AbstractWidget) {
        $title = htmlspecialchars($widget->getTitle(), ENT_QUOTES, 'UTF-8');
        echo "<section aria-label=\"{$title}\"><h2>{$title}</h2>\n", $widget->render(), "</section>\n";
    }
}
echo "</body>\n</html>\n";
