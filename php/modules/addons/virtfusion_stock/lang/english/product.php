<?php

/*
 * The page of one product: its figures and the bars of its hypervisors.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['not_a_product'] = 'There is no stock-controlled VirtFusion product with this number.';
$_ADDONLANG['no_report'] = 'There is no report of this product that this version can read: recalculate first.';
$_ADDONLANG['report_of'] = 'The figures below are from the reading :age.';
$_ADDONLANG['report_last_known'] = 'The figures below are from the last reading that gave a quantity, :age.';
$_ADDONLANG['report_partial'] = 'No reading has given a quantity yet. The figures below are from the first attempt, as far as it got.';
$_ADDONLANG['package'] = 'Package';
$_ADDONLANG['package_words'] = ':name (package :id): :memory memory, :cpu, :storage storage';
$_ADDONLANG['package_type'] = ', storage type :type';
$_ADDONLANG['buffer'] = 'Buffer';
$_ADDONLANG['buffer_words'] = ':percent % of each quota stays free';
$_ADDONLANG['ipv4'] = 'IPv4';
$_ADDONLANG['ipv4_words_one'] = ':n address for each server';
$_ADDONLANG['ipv4_words_many'] = ':n addresses for each server';
$_ADDONLANG['ipv4_words_none'] = 'takes no address';
$_ADDONLANG['sum'] = 'Sum';
$_ADDONLANG['group'] = 'group :id';
$_ADDONLANG['group_named'] = ':name (group :id)';
$_ADDONLANG['group_caption'] = 'Hypervisors of :group';
$_ADDONLANG['group_rest'] = 'and :hypervisors more, on which :fits fit; they are counted above but not listed';
$_ADDONLANG['groups_left_out'] = ':n further groups are counted but not listed.';
$_ADDONLANG['hypervisor'] = 'Hypervisor';
$_ADDONLANG['fits'] = 'Fits';
$_ADDONLANG['fits_words'] = ':n, limited by :resource';
$_ADDONLANG['resource_memory'] = 'Memory';
$_ADDONLANG['resource_cpu'] = 'CPU';
$_ADDONLANG['resource_storage'] = 'Storage';
$_ADDONLANG['resource_servers'] = 'Server slots';
$_ADDONLANG['resource_ipv4'] = 'IPv4';
$_ADDONLANG['unit_cpu'] = 'cores';
$_ADDONLANG['unit_cpu_one'] = 'core';
$_ADDONLANG['unit_servers'] = 'servers';
$_ADDONLANG['unit_servers_one'] = 'server';
$_ADDONLANG['bar'] = ':resource of :hypervisor: :used of :max used:held, :reserved reserved by the buffer, :usable usable; one more server needs :need; :fits.';
$_ADDONLANG['bar_held'] = ', :amount held for orders';
$_ADDONLANG['bar_unlimited'] = ':resource of :hypervisor: no quota, limits nothing.';
$_ADDONLANG['bar_unneeded'] = ':resource of :hypervisor: the package needs none, limits nothing.';
$_ADDONLANG['bar_unknown'] = ':resource of :hypervisor: not reported by the panel.';
$_ADDONLANG['bar_no_pool'] = ':resource of :hypervisor: no enabled pool of the package\'s storage type.';
$_ADDONLANG['bar_ipv4'] = 'IPv4 of :hypervisor: :free free; one more server needs :need.';
$_ADDONLANG['bar_fits_one'] = ':n fits';
$_ADDONLANG['bar_fits_many'] = ':n fit';
$_ADDONLANG['bar_usable'] = ':amount usable';
$_ADDONLANG['bar_missing'] = ':amount short of one more';
$_ADDONLANG['bar_free'] = ':n free';
$_ADDONLANG['short_unlimited'] = 'no quota';
$_ADDONLANG['short_unneeded'] = 'none needed';
$_ADDONLANG['short_unknown'] = 'not reported';
$_ADDONLANG['short_no_pool'] = 'no pool of this type';
$_ADDONLANG['legend'] = 'In a bar, from the left:';
$_ADDONLANG['legend_used'] = 'used';
$_ADDONLANG['legend_held'] = 'held for orders';
$_ADDONLANG['legend_reserved'] = 'reserved by the buffer';
$_ADDONLANG['legend_need'] = 'needed by one more server';
$_ADDONLANG['legend_short'] = 'too little for one more server';
$_ADDONLANG['legend_usable_all'] = 'usable';
$_ADDONLANG['legend_usable'] = 'usable beyond that';
$_ADDONLANG['sum_more'] = '… (:n more)';
$_ADDONLANG['sum_capped'] = ', capped by :free → :quantity';
$_ADDONLANG['sum_capped_each'] = ', capped by :free, :each for each server → :quantity';
$_ADDONLANG['sum_uncapped'] = ', within :free';
$_ADDONLANG['sum_ipv4_hypervisor'] = ', capped by the addresses of each hypervisor → :quantity';
$_ADDONLANG['sum_published'] = ', published as :quantity';
