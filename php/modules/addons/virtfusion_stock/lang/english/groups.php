<?php

/*
 * The tab "Groups": what the groups have, the products in them, and what one sale takes off the others.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['groups_intro'] = 'What each hypervisor group has left for new servers. First are groups with a fault, then those without room, then those whose products would sell out with the loss of one hypervisor. Computed from stored reports; no panel is asked.';
$_ADDONLANG['groups_caption'] = 'Hypervisor groups';
$_ADDONLANG['groups_none'] = 'No product with stock control names a hypervisor group of a panel.';
$_ADDONLANG['groups_group'] = 'Group';
$_ADDONLANG['groups_products'] = 'Products';
$_ADDONLANG['groups_skipped'] = ':hypervisors :why';
$_ADDONLANG['groups_no_report'] = 'No reading yet: recalculate first.';
$_ADDONLANG['groups_full_one'] = ':n product has no room here';
$_ADDONLANG['groups_full_many'] = ':n products have no room here';
$_ADDONLANG['groups_at_risk_one'] = ':n would sell out without :hypervisor';
$_ADDONLANG['groups_at_risk_many'] = ':n would sell out without :hypervisor';
$_ADDONLANG['groups_source'] = 'The bars are from the reading of :product, :age: with its buffer, and the pools of its storage type.';
$_ADDONLANG['groups_members'] = 'Products that can be placed in :group';
$_ADDONLANG['groups_number'] = 'For sale';
$_ADDONLANG['groups_part'] = 'Of these, here';
$_ADDONLANG['groups_without'] = 'For sale without :hypervisor';
$_ADDONLANG['groups_without_plain'] = 'For sale without the largest hypervisor';
$_ADDONLANG['groups_without_note'] = 'The largest hypervisor is the one with the most memory among those that take new servers.';
$_ADDONLANG['groups_unlisted_one'] = ':n further product is not listed.';
$_ADDONLANG['groups_unlisted_many'] = ':n further products are not listed.';
$_ADDONLANG['open_unknown'] = 'not known';
$_ADDONLANG['open_orders'] = 'not known: orders are counted on it, or more are on order than the report lists';
$_ADDONLANG['open_addresses'] = 'not known: addresses are counted by hypervisor';
$_ADDONLANG['open_none'] = 'no hypervisor takes new servers';
$_ADDONLANG['matrix'] = 'Sell one of this, and the others fall by';
$_ADDONLANG['matrix_corner'] = 'Sell one of';
$_ADDONLANG['matrix_note'] = 'The number of each column falls by at most this when one more server of the row is sold in this group. The order is counted on the hypervisor where the column\'s product loses most; the panel may build it elsewhere.';
$_ADDONLANG['matrix_bound'] = '≤ means at most: the stored reports do not say in which storage pool the disk, or that of an order, would be.';
$_ADDONLANG['matrix_bound_cell'] = 'at most';
$_ADDONLANG['matrix_open'] = '? means that the stored reports do not contain the answer: a product was not read, its report was shortened because it has more than 250 hypervisors or 50 orders, or addresses are counted by hypervisor.';
$_ADDONLANG['matrix_open_cell'] = 'not known';
$_ADDONLANG['matrix_further_one'] = 'Of the products in this group, :n with a higher number is left out.';
$_ADDONLANG['matrix_further_many'] = 'Of the products in this group, :n with higher numbers are left out.';
$_ADDONLANG['matrix_alone'] = 'Fewer than two products are known to be placed in this group.';
$_ADDONLANG['bar_total'] = ':resource of :hypervisor: :used of :max used:held, :reserved reserved by the buffer, :usable usable.';
$_ADDONLANG['bar_total_usable'] = ':usable of :max usable';
$_ADDONLANG['bar_total_ipv4'] = 'IPv4 of :hypervisor: :free free, :held held for orders.';
