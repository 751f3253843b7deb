<?php

/*
 * What limits a product, and what can be done about it.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['limited_memory'] = 'memory';
$_ADDONLANG['limited_memory_advice'] = 'Free memory on it, add hypervisors, or lower the buffer.';
$_ADDONLANG['limited_cpu'] = 'CPU';
$_ADDONLANG['limited_cpu_advice'] = 'Raise the panel\'s limit of cores on it, add hypervisors, or lower the buffer.';
$_ADDONLANG['limited_storage'] = 'storage';
$_ADDONLANG['limited_storage_advice'] = 'Add storage of the package\'s type to it, enable a pool, or lower the buffer.';
$_ADDONLANG['limited_servers'] = 'server slots';
$_ADDONLANG['limited_servers_advice'] = 'Raise the hypervisor\'s maximum number of servers, or its licence.';
$_ADDONLANG['limited_hypervisors'] = 'its hypervisors';
$_ADDONLANG['limited_hypervisors_advice'] = 'Add hypervisors, or free what limits those that are there.';
$_ADDONLANG['limited_ipv4'] = 'IPv4';
$_ADDONLANG['limited_ipv4_advice'] = 'Add IPv4 addresses to the group\'s blocks on the panel.';
$_ADDONLANG['limit_resource'] = ':resource on :n of :all hypervisors';
$_ADDONLANG['limit_resource_all'] = ':resource on all :all hypervisors';
$_ADDONLANG['limit_resource_further'] = ':resource on :n';
$_ADDONLANG['limit_resource_one'] = ':resource on the only hypervisor';
$_ADDONLANG['limit_none'] = 'nothing limits :group';
$_ADDONLANG['limit_no_hypervisor'] = ':group has no hypervisor';
$_ADDONLANG['limit_ipv4'] = 'IPv4 in :group (:free free)';
$_ADDONLANG['limit_ipv4_each'] = 'IPv4 in :group (:free free, :each for each server)';
$_ADDONLANG['limit_ipv4_hypervisor'] = 'IPv4, counted by hypervisor';
$_ADDONLANG['limit_further_groups'] = ':n further groups';
$_ADDONLANG['hypervisors_one'] = ':n hypervisor';
$_ADDONLANG['hypervisors_many'] = ':n hypervisors';
$_ADDONLANG['free_addresses_one'] = ':n free IPv4';
$_ADDONLANG['free_addresses_many'] = ':n free IPv4';
$_ADDONLANG['addresses_one'] = ':n address';
$_ADDONLANG['addresses_many'] = ':n addresses';
$_ADDONLANG['no_room'] = 'no room: :limits';
$_ADDONLANG['advice_no_room'] = 'Add capacity or IPv4, or lower the buffer: at 10 % a hypervisor that is 90 % full takes nothing.';
$_ADDONLANG['advice_nowhere'] = 'No hypervisor of its groups takes new servers: enable, commission or open one on the panel.';
$_ADDONLANG['skipped_disabled'] = 'disabled';
$_ADDONLANG['skipped_disabled_advice'] = 'Enable it on the panel when it should take servers.';
$_ADDONLANG['skipped_not_commissioned'] = 'not commissioned';
$_ADDONLANG['skipped_not_commissioned_advice'] = 'Finish its set-up on the panel.';
$_ADDONLANG['skipped_prohibited'] = 'closed to new servers';
$_ADDONLANG['skipped_prohibited_advice'] = 'Switch "prohibit" off on the panel when it should take servers.';
