<?php

/*
 * Why a product's quantity, or a group's part of it, is what it is, with what can be done about it.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['group_ok'] = 'computed';
$_ADDONLANG['group_ok_advice'] = 'Nothing to do.';
$_ADDONLANG['group_group_missing'] = ':group does not exist and adds 0';
$_ADDONLANG['group_group_missing_advice'] = 'Choose an existing hypervisor group on the product, and remove the location that names this one.';
$_ADDONLANG['group_group_unknown'] = ':group could not be read';
$_ADDONLANG['group_group_unknown_advice'] = 'Use Check panel to see what is wrong.';
$_ADDONLANG['group_hold_unknown'] = ':group: the package of an order that is not built yet could not be read';
$_ADDONLANG['group_hold_unknown_advice'] = 'Use Check panel to see what is wrong.';

$_ADDONLANG['reason_ok'] = 'computed';
$_ADDONLANG['reason_ok_advice'] = 'Nothing to do.';
$_ADDONLANG['reason_no_package'] = 'the product names no package';
$_ADDONLANG['reason_no_package_advice'] = 'Choose a package on the product\'s Module Settings tab.';
$_ADDONLANG['reason_no_groups'] = 'the product names no hypervisor group';
$_ADDONLANG['reason_no_groups_advice'] = 'Choose a hypervisor group on the product\'s Module Settings tab, or add locations to its configurable options.';
$_ADDONLANG['reason_package_missing'] = 'the package does not exist on the panel';
$_ADDONLANG['reason_package_missing_advice'] = 'The package was deleted: choose another one on the product\'s Module Settings tab.';
$_ADDONLANG['reason_package_disabled'] = 'the package is disabled on the panel';
$_ADDONLANG['reason_package_disabled_advice'] = 'Enable the package on the panel, or choose another one on the product.';
$_ADDONLANG['reason_package_unknown'] = 'the package could not be read';
$_ADDONLANG['reason_package_unknown_advice'] = 'Use Check panel to see what is wrong. The quantity stays until the panel answers.';
$_ADDONLANG['reason_group_unknown'] = 'a group could not be read';
$_ADDONLANG['reason_group_unknown_advice'] = 'Use Check panel to see what is wrong. The quantity stays until every group of the product is known.';
$_ADDONLANG['reason_hold_unknown'] = 'the package of an order that is not built yet could not be read';
$_ADDONLANG['reason_hold_unknown_advice'] = 'Use Check panel to see what is wrong. The quantity stays until the package of every such order is known.';
$_ADDONLANG['reason_holds_unreadable'] = 'the orders that are not built yet could not be read';
$_ADDONLANG['reason_holds_unreadable_advice'] = 'Without them a sold server could be sold again, so the quantity stays. The message names the table or column of WHMCS that is missing; ask WHMCS\'s support how to restore it.';
$_ADDONLANG['reason_no_panel'] = 'no panel';
$_ADDONLANG['reason_no_panel_advice'] = 'Add a VirtFusionDirect server under System Settings → Servers, enable it, and put it into the product\'s server group.';
$_ADDONLANG['reason_panel_unusable'] = 'the panel\'s server cannot be used';
$_ADDONLANG['reason_panel_unusable_advice'] = 'Correct the hostname and the API token (the password) under System Settings → Servers.';
$_ADDONLANG['reason_failed'] = 'the panel could not be asked';
$_ADDONLANG['reason_failed_advice'] = 'The activity log says what happened.';
$_ADDONLANG['reason_no_report'] = 'the extension returned no report';
$_ADDONLANG['reason_no_report_advice'] = 'Recalculate again. If this stays, the addon and the extension have different versions.';
$_ADDONLANG['reason_no_reading'] = 'no reading yet';
$_ADDONLANG['reason_no_reading_advice'] = 'Recalculate now, or wait for WHMCS\'s cron.';
$_ADDONLANG['reason_other'] = 'not updated (:reason)';
$_ADDONLANG['reason_other_advice'] = 'Use Check panel to see what is wrong.';
