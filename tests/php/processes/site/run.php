<?php

/*
 * Runs the code that a test sends in a worker, as a page of a shop would run, with a Module for the panel in $m.
 */

declare(strict_types=1);

$request = json_decode((string) file_get_contents('php://input'), true, 8, JSON_THROW_ON_ERROR);
$m = new VirtFusionDirect\Module($request['url'], $request['token']);
while (microtime(true) < $request['at']) {
    usleep(300);
}
eval($request['code']);
