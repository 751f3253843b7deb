<?php

/*
 * `make demo`: a shop and a panel, before and after a recalculation. It checks its own numbers and exits with 0 when they are
 * right, 1 when one is wrong and 2 when it could not run. It removes everything that it created.
 */

declare(strict_types=1);

namespace WhmcsStandIn\Demo;

use Throwable;

require_once dirname(__DIR__, 3) . '/php/modules/addons/virtfusion_stock/lib/autoload.php';
require_once __DIR__ . '/demo/Panel.php';
require_once __DIR__ . '/demo/Row.php';
require_once __DIR__ . '/demo/Scenario.php';
require_once __DIR__ . '/demo/Show.php';
require_once __DIR__ . '/demo/Signals.php';
require_once __DIR__ . '/demo/Stage.php';
require_once __DIR__ . '/demo/Words.php';

foreach (['extension' => 'release/libvirtfusion_direct.so', 'panel' => 'debug/panel'] as $part => $default) {
    $file = (string) (getenv('VIRTFUSION_' . strtoupper($part)) ?: dirname(__DIR__, 3) . "/target/{$default}");
    if (!is_file($file)) {
        fwrite(STDERR, "demo: {$file} is not there; `make demo` builds it.\n");
        exit(2);
    }
    $files[$part] = $file;
}
if (!extension_loaded('pdo_sqlite')) {
    fwrite(STDERR, "demo: this PHP has no SQLite (pdo_sqlite); `make demo` installs it on Debian.\n");
    exit(2);
}

// A closed pipe, as in `make demo | head`, must not end this before it has cleaned up.
ignore_user_abort(true);
Signals::hold();
$stage = new Stage($files['extension']);
try {
    $stage->set($files['panel']);
    $mistakes = (new Show($stage))->play();
} catch (Throwable $failure) {
    fwrite(STDERR, rtrim("demo: {$failure->getMessage()}\n{$stage->errors()}") . "\n");
    exit(2);
}
foreach ($mistakes as $mistake) {
    fwrite(STDERR, "demo: {$mistake}\n");
}
exit($mistakes === [] ? 0 : 1);
