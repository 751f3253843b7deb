<?php

/*
 * A shop on MariaDB and a panel that fails on purpose. Servers are the addon suite's, and PHP-FPM the one of the suite of
 * many processes.
 */

declare(strict_types=1);

require_once dirname(__DIR__) . '/addon/bootstrap.php';
require_once dirname(__DIR__) . '/processes/Fpm.php';
require_once __DIR__ . '/Fault.php';
