<?php

/*
 * The kind of failure behind a reason, with what can be done about it.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['cause_token_refused'] = 'the panel refused the token';
$_ADDONLANG['cause_token_refused_advice'] = 'Check on the panel that the API token exists, has not expired, and that its list of allowed addresses holds this server; then enter it as the server\'s password.';
$_ADDONLANG['cause_no_access'] = 'the token may not read this';
$_ADDONLANG['cause_no_access_advice'] = 'Give the API token read access to packages, hypervisors and hypervisor groups (the compute part) on the panel.';
$_ADDONLANG['cause_rate_limited'] = 'the panel limits how often it may be asked';
$_ADDONLANG['cause_rate_limited_advice'] = 'Raise the token\'s rate limit on the panel. It is asked again automatically.';
$_ADDONLANG['cause_status'] = 'the panel answered with an error';
$_ADDONLANG['cause_status_advice'] = 'Check the panel\'s log. It is asked again automatically.';
$_ADDONLANG['cause_redirect'] = 'the panel sends requests elsewhere';
$_ADDONLANG['cause_redirect_advice'] = 'Enter the address at which the panel itself answers as the server\'s hostname.';
$_ADDONLANG['cause_no_panel_there'] = 'no panel answers at this address';
$_ADDONLANG['cause_no_panel_there_advice'] = 'Check the server\'s hostname: something other than a VirtFusion panel answers there.';
$_ADDONLANG['cause_host_not_found'] = 'the panel\'s name was not found';
$_ADDONLANG['cause_host_not_found_advice'] = 'Check the server\'s hostname, and this machine\'s DNS.';
$_ADDONLANG['cause_unreachable'] = 'the panel cannot be reached';
$_ADDONLANG['cause_unreachable_advice'] = 'Check that the panel is up, the server\'s hostname and port, and the firewalls between. It is asked again automatically.';
$_ADDONLANG['cause_timeout'] = 'the panel took too long';
$_ADDONLANG['cause_timeout_advice'] = 'Check that the panel is not overloaded, or raise virtfusion_direct.timeout.';
$_ADDONLANG['cause_deadline'] = 'no answer within the deadline';
$_ADDONLANG['cause_deadline_advice'] = 'Nothing to do: a cart page does not wait longer, and the cron asks again.';
$_ADDONLANG['cause_not_trusted'] = 'the panel\'s certificate is not trusted';
$_ADDONLANG['cause_not_trusted_advice'] = 'Install a valid certificate with its whole chain on the panel, or name a private issuer in virtfusion_direct.cafile.';
$_ADDONLANG['cause_too_large'] = 'the answer is too large';
$_ADDONLANG['cause_too_large_advice'] = 'Raise virtfusion_direct.max_body.';
$_ADDONLANG['cause_not_understood'] = 'the answer is not understood';
$_ADDONLANG['cause_not_understood_advice'] = 'Check that the hostname is a VirtFusion panel\'s; if so, its version may use a format that is not supported yet.';
$_ADDONLANG['cause_invalid_id'] = 'the product names a package or group that cannot exist';
$_ADDONLANG['cause_invalid_id_advice'] = 'Choose the package and the group on the product\'s Module Settings tab again.';
$_ADDONLANG['cause_internal'] = 'this server could not ask';
$_ADDONLANG['cause_internal_advice'] = 'See PHP\'s error log and the output of "php --ri virtfusion_direct".';
$_ADDONLANG['cause_closed'] = 'the panel is not asked for a moment after failures';
$_ADDONLANG['cause_closed_advice'] = 'Check panel asks at once. The panel is asked again automatically within five minutes.';
$_ADDONLANG['cause_elsewhere'] = 'another process asked and got no answer';
$_ADDONLANG['cause_elsewhere_advice'] = 'Use Check panel to see what is wrong.';
