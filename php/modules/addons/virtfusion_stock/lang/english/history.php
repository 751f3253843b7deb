<?php

/*
 * What has happened: how creations of servers ended.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['proof_days'] = 'Last :n days';
$_ADDONLANG['proof_created_one'] = ':n server created';
$_ADDONLANG['proof_created_many'] = ':n servers created';
$_ADDONLANG['proof_refused'] = ':n refused by the panel while stock was above zero';
$_ADDONLANG['proof_at_zero'] = ':n created at zero';
