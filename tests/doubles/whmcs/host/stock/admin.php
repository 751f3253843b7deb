<?php

/*
 * The host's admin action: POST action=stockRecalculate.
 */

declare(strict_types=1);

use WHMCS\Authentication\CurrentUser;
use WHMCS\Module\Server\VirtFusionDirect\Module;
use WHMCS\Module\Server\VirtFusionDirect\StockControl;

require dirname(__DIR__, 3) . '/init.php';

session_save_path(ROOTDIR . '/sessions');
session_start();

header('Content-Type: application/json');
$own = parse_url((string) ($_SERVER['HTTP_ORIGIN'] ?? ''), PHP_URL_HOST)
    === parse_url('http://' . $_SERVER['HTTP_HOST'], PHP_URL_HOST);
if (!(new CurrentUser())->isAuthenticatedAdmin() || $_SERVER['REQUEST_METHOD'] !== 'POST' || !$own) {
    http_response_code(403);
    exit('{"success": false}');
}
$data = ($_POST['action'] ?? '') === 'stockRecalculate' ? (new StockControl(new Module()))->recalculateAll() : [];
echo json_encode(['success' => true, 'data' => (object) $data]);
