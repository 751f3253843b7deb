<?php

/*
 * One request of a shop: what WHMCS has set up when a module's code runs.
 * A shop's init.php requires this file after it has defined ROOTDIR; the shop's configuration.php
 * names the database. Modules must find here what WHMCS documents, and nothing that only a test has.
 */

declare(strict_types=1);

use WHMCS\Database\Capsule;
use WhmcsStandIn\Autoload;
use WhmcsStandIn\Connection;
use WhmcsStandIn\Modules;

require_once __DIR__ . '/runtime/illuminate.php';

define('WHMCS', true);

require_once __DIR__ . '/runtime/Autoload.php';
Autoload::register(ROOTDIR);

require_once __DIR__ . '/runtime/functions.php';

$configuration = require ROOTDIR . '/configuration.php';
Connection::open($configuration['database']);
// As WHMCS keeps them after it has read its configuration, once in a request.
$GLOBALS['cc_encryption_hash'] = $configuration['key'];
$GLOBALS['CONFIG'] = Capsule::table('tblconfiguration')->pluck('value', 'setting')->all();
Modules::loadHooks($configuration['servers_first'] ?? false);
