<?php

/*
 * The form "What if" on the page of one product, and what it computes.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['what_if'] = 'What if';
$_ADDONLANG['what_if_intro'] = 'Computed from the stored report, with orders where they are counted now; the panel is not asked and nothing is written.';
$_ADDONLANG['what_if_buffer'] = 'Buffer in %';
$_ADDONLANG['what_if_memory'] = 'Memory in MB';
$_ADDONLANG['what_if_cpu'] = 'Cores';
$_ADDONLANG['what_if_storage'] = 'Storage in GB';
$_ADDONLANG['what_if_take'] = 'What if: take out :hypervisor';
$_ADDONLANG['what_if_take_short'] = 'take out';
$_ADDONLANG['what_if_compute'] = 'Compute';
$_ADDONLANG['what_if_result'] = 'Then :quantity instead of :before';
$_ADDONLANG['what_if_caption'] = 'What if, group by group';
$_ADDONLANG['what_if_group'] = 'Group';
$_ADDONLANG['what_if_open'] = 'not known';
$_ADDONLANG['what_if_now'] = 'Now';
$_ADDONLANG['what_if_then'] = 'Then';
$_ADDONLANG['what_if_unknown'] = 'The stored report does not contain the answer.';
$_ADDONLANG['what_if_rest'] = ':group has more hypervisors than the stored report lists, so the report does not contain the answer.';
$_ADDONLANG['what_if_bad'] = ':field must be a number from :least to :most.';
