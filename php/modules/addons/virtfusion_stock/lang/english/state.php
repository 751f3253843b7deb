<?php

/*
 * The lock that keeps recalculations apart, and the extension's cache as this PHP process sees it.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['lock_named'] = 'One recalculation runs at a time: the database\'s own lock (GET_LOCK) is in use.';
$_ADDONLANG['lock_row'] = 'One recalculation runs at a time: a lock in mod_virtfusion_stock_state is in use, because the database refuses GET_LOCK (:why). After a process was killed it ends within 5 minutes.';
$_ADDONLANG['lock_file'] = 'One recalculation runs at a time: a lock on a file beside the database is in use.';

$_ADDONLANG['cache_shared'] = 'The shared cache is :place, opened :since: :entries, :size kB.';
$_ADDONLANG['cache_alone'] = 'The panel\'s answers are not shared between PHP processes, so each process asks the panel itself: :why.';
$_ADDONLANG['cache_entries_one'] = ':n entry';
$_ADDONLANG['cache_entries_many'] = ':n entries';
$_ADDONLANG['cache_counts'] = 'This process started counting :since: :hits hits, :misses misses, :waits answers awaited from another process,'
    . ' :requests requests to panels.';
