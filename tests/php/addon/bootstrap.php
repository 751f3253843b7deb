<?php

/*
 * Loads the suite's support classes. A MariaDB server and simulated panels are started when a test first needs them, and
 * stopped by their process ids when the suite ends.
 */

declare(strict_types=1);

require_once dirname(__DIR__, 2) . '/doubles/whmcs/Shop.php';
require_once dirname(__DIR__, 3) . '/php/modules/addons/virtfusion_stock/lib/autoload.php';

foreach (glob(__DIR__ . '/support/*.php') ?: [] as $file) {
    require_once $file;
}
