<?php

/*
 * Every sentence that the page, the widget and the command line show, from the files of english/. `:names` are replaced by values. A
 * reason's sentence has the key reason_, group_, skipped_, limited_ or cause_ and the reason; the same key with _advice says what to do
 * about it. A cause is the kind of failure behind a reason; its advice takes precedence.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

foreach (
    [
        'general',
        'overview',
        'actions',
        'product',
        'groups',
        'orders',
        'what_if',
        'limits',
        'reasons',
        'causes',
        'state',
        'widget',
        'alerts',
        'console',
        'history',
    ] as $part
) {
    require __DIR__ . "/english/{$part}.php";
}
unset($part);
