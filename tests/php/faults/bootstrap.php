<?php

/*
 * A shop on MariaDB and a panel that fails on purpose, with the servers of the addon suite and PHP-FPM of the suite in
 * processes/.
 */

declare(strict_types=1);

require_once dirname(__DIR__) . '/addon/bootstrap.php';
require_once dirname(__DIR__) . '/processes/Fpm.php';
require_once __DIR__ . '/Fault.php';
require_once __DIR__ . '/WebShop.php';
