<?php

/*
 * Every sentence that the page, the widget and the command line show. `:names` are replaced by values. A reason's sentence has the
 * key reason_, group_, skipped_, limited_ or cause_ and the reason; the same key with _advice says what to do about it. A cause is the
 * kind of failure behind a reason; its advice takes precedence.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['intro'] = 'How many more servers of each product the panel has room for, and why.';
$_ADDONLANG['first_use'] = 'The addon is new here and only previews: quantities are computed and shown, but not written, until its settings are saved once or you press Start writing.';
$_ADDONLANG['start_writing'] = 'Start writing';
$_ADDONLANG['preview_only'] = 'Preview only is on: quantities are computed and shown, but not written.';
$_ADDONLANG['setting_unusable'] = 'The setting ":setting" has a value that cannot be used; :used is used instead. Correct it in the addon\'s configuration.';
$_ADDONLANG['setting_unusable_blank'] = 'The setting ":setting" has a value that cannot be used, and counts as blank. Correct it in the addon\'s configuration.';
$_ADDONLANG['failed_page'] = 'The page could not be shown. The activity log says why.';
$_ADDONLANG['never'] = 'never';
$_ADDONLANG['age_none'] = 'just now';
$_ADDONLANG['age_minutes_one'] = ':n minute ago';
$_ADDONLANG['age_minutes_many'] = ':n minutes ago';
$_ADDONLANG['age_hours_one'] = ':n hour ago';
$_ADDONLANG['age_hours_many'] = ':n hours ago';
$_ADDONLANG['age_days_one'] = ':n day ago';
$_ADDONLANG['age_days_many'] = ':n days ago';
$_ADDONLANG['duration_none'] = 'less than a minute';
$_ADDONLANG['duration_minutes_one'] = ':n minute';
$_ADDONLANG['duration_minutes_many'] = ':n minutes';
$_ADDONLANG['duration_hours_one'] = ':n hour';
$_ADDONLANG['duration_hours_many'] = ':n hours';
$_ADDONLANG['duration_days_one'] = ':n day';
$_ADDONLANG['duration_days_many'] = ':n days';
$_ADDONLANG['no_limit'] = 'no limit';
$_ADDONLANG['overview'] = 'All products';

// The overview.
$_ADDONLANG['products'] = 'VirtFusion products with stock control';
$_ADDONLANG['summary_all_one'] = ':n product';
$_ADDONLANG['summary_all_many'] = ':n products';
$_ADDONLANG['summary_attention_one'] = ':n needs attention';
$_ADDONLANG['summary_attention_many'] = ':n need attention';
$_ADDONLANG['summary_sold_out_one'] = ':n sold out';
$_ADDONLANG['summary_sold_out_many'] = ':n sold out';
$_ADDONLANG['product'] = 'Product';
$_ADDONLANG['quantity'] = 'Quantity';
$_ADDONLANG['on_order'] = 'On order';
$_ADDONLANG['on_order_sum'] = ':fits fit, :held on order, :quantity for sale';
$_ADDONLANG['on_order_held'] = ':n on order';
$_ADDONLANG['trend'] = 'Trend';
$_ADDONLANG['groups'] = 'Groups';
$_ADDONLANG['age'] = 'Age';
$_ADDONLANG['why'] = 'What limits it, or why it was not updated';
$_ADDONLANG['attempt'] = 'Last attempt';
$_ADDONLANG['sort'] = 'Sort by :column';
$_ADDONLANG['search'] = 'Search';
$_ADDONLANG['show'] = 'Show';
$_ADDONLANG['show_all'] = 'all products';
$_ADDONLANG['show_attention'] = 'needs attention';
$_ADDONLANG['show_not_updated'] = 'not updated';
$_ADDONLANG['show_sold_out'] = 'sold out';
$_ADDONLANG['shown_one'] = ':n product shown';
$_ADDONLANG['shown_many'] = ':n products shown';
$_ADDONLANG['attention'] = 'Needs attention';
$_ADDONLANG['state_placed'] = 'Available';
$_ADDONLANG['state_sold_out'] = 'Sold out';
$_ADDONLANG['state_not_updated'] = 'Not updated';
$_ADDONLANG['no_products'] = 'No VirtFusion product has stock control on. Turn it on in a product\'s details.';
$_ADDONLANG['trend_none'] = 'no change yet';
$_ADDONLANG['trend_up'] = 'up by :by, from :before, :age';
$_ADDONLANG['trend_down'] = 'down by :by, from :before, :age';
$_ADDONLANG['no_reading'] = 'No reading yet';
$_ADDONLANG['attempt_good'] = 'succeeded';
$_ADDONLANG['attempt_failed'] = 'failed :age';
$_ADDONLANG['attempt_failed_again'] = 'failing for :duration, last attempt :age';
$_ADDONLANG['size_range'] = ':smallest of the smallest, :largest of the largest';
$_ADDONLANG['shop_differs'] = 'the panel has room for :known';
$_ADDONLANG['last_sweep'] = 'The last recalculation of all products ended :age.';
$_ADDONLANG['no_sweep'] = 'Not all products have been recalculated yet.';
$_ADDONLANG['stale'] = 'The quantity is out of date: this product was not recalculated for a while';
$_ADDONLANG['stale_advice'] = 'Check that WHMCS\'s cron runs, and that its PHP has the extension.';
$_ADDONLANG['what_to_do'] = 'What to do:';

// Buttons and results.
$_ADDONLANG['recalculate'] = 'Recalculate now';
$_ADDONLANG['preview'] = 'Preview';
$_ADDONLANG['panels'] = 'Panels';
$_ADDONLANG['panel'] = 'Panel';
$_ADDONLANG['check_named'] = 'Check panel: :panel';
$_ADDONLANG['check_good'] = ':panel answers, and the token may read what stock needs.';
$_ADDONLANG['check_bad'] = ':panel: :error';
$_ADDONLANG['check_unknown'] = 'There is no enabled VirtFusion server with this number.';
$_ADDONLANG['no_panels'] = 'There is no enabled VirtFusion server.';
$_ADDONLANG['result'] = 'Result';
$_ADDONLANG['would'] = 'What would change (nothing was written)';
$_ADDONLANG['before'] = 'Now';
$_ADDONLANG['after'] = 'New';
$_ADDONLANG['unknown'] = 'not known, not updated';
$_ADDONLANG['nothing_changes'] = 'No quantity changes.';
$_ADDONLANG['result_written_one'] = ':n quantity written';
$_ADDONLANG['result_written_many'] = ':n quantities written';
$_ADDONLANG['result_would_one'] = ':n quantity would change';
$_ADDONLANG['result_would_many'] = ':n quantities would change';
$_ADDONLANG['result_same_one'] = ':n unchanged';
$_ADDONLANG['result_same_many'] = ':n unchanged';
$_ADDONLANG['result_not_updated_one'] = ':n not updated';
$_ADDONLANG['result_not_updated_many'] = ':n not updated';
$_ADDONLANG['blocked'] = 'Another recalculation is running; this one will follow it.';
$_ADDONLANG['recalculating'] = 'The recalculation has started.';
$_ADDONLANG['asking'] = 'Asking the panels; nothing is written.';
$_ADDONLANG['no_answer'] = 'The shop did not answer, and nothing was written. Reload the page and try again.';
$_ADDONLANG['refused_origin'] = 'Nothing was done: the request does not come from this shop. Open the page here and press the button again; a script sends the shop\'s address in the Origin header.';
$_ADDONLANG['refused_withheld'] = 'Nothing was done: the request does not say where it comes from. If the web server sends "Referrer-Policy: no-referrer", set it to "same-origin"; a script sends the shop\'s address in the Origin header.';
$_ADDONLANG['refused_token'] = 'Nothing was done: the token is missing or has expired. Open the page again and press the button there.';
$_ADDONLANG['phase_asking'] = 'Asking :panel about its products (:about); :done of :all products done.';
$_ADDONLANG['phase_writing'] = 'Writing quantities; :done of :all products done.';
$_ADDONLANG['phase_ended'] = 'The recalculation has ended.';
$_ADDONLANG['phase_broken'] = 'The recalculation stopped early, with :done of :all products done. Quantities that were not written stay as they were.';
$_ADDONLANG['connection_lost'] = 'The page lost its connection to the shop; the recalculation continues there.';

// One product.
$_ADDONLANG['not_a_product'] = 'There is no stock-controlled VirtFusion product with this number.';
$_ADDONLANG['no_report'] = 'There is no report of this product that this version can read: recalculate first.';
$_ADDONLANG['report_of'] = 'The figures below are from the reading :age.';
$_ADDONLANG['report_last_known'] = 'The figures below are from the last reading that gave a quantity, :age.';
$_ADDONLANG['report_partial'] = 'No reading has given a quantity yet. The figures below are from the first attempt, as far as it got.';
$_ADDONLANG['package'] = 'Package';
$_ADDONLANG['package_words'] = ':name (package :id): :memory MB memory, :cpu cores, :storage GB storage';
$_ADDONLANG['package_type'] = ', storage type :type';
$_ADDONLANG['buffer'] = 'Buffer';
$_ADDONLANG['buffer_words'] = ':percent % of each quota stays free';
$_ADDONLANG['ipv4'] = 'IPv4';
$_ADDONLANG['ipv4_words_one'] = ':n address for each server';
$_ADDONLANG['ipv4_words_many'] = ':n addresses for each server';
$_ADDONLANG['ipv4_words_none'] = 'takes no address';
$_ADDONLANG['sum'] = 'Sum';
$_ADDONLANG['group'] = 'Group :id';
$_ADDONLANG['group_caption'] = 'Hypervisors of group :id';
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
$_ADDONLANG['unit_memory'] = 'MB';
$_ADDONLANG['unit_cpu'] = 'cores';
$_ADDONLANG['unit_cpu_one'] = 'core';
$_ADDONLANG['unit_storage'] = 'GB';
$_ADDONLANG['unit_servers'] = 'servers';
$_ADDONLANG['unit_servers_one'] = 'server';
$_ADDONLANG['bar'] = ':resource of :hypervisor: :used of :max :unit used:held, :reserved reserved by the buffer, :usable usable; one more server needs :need; :fits.';
$_ADDONLANG['bar_held'] = ', :n held for orders';
$_ADDONLANG['bar_unlimited'] = ':resource of :hypervisor: no quota, limits nothing.';
$_ADDONLANG['bar_unneeded'] = ':resource of :hypervisor: the package needs none, limits nothing.';
$_ADDONLANG['bar_unknown'] = ':resource of :hypervisor: not reported by the panel.';
$_ADDONLANG['bar_no_pool'] = ':resource of :hypervisor: no enabled pool of the package\'s storage type.';
$_ADDONLANG['bar_ipv4'] = 'IPv4 of :hypervisor: :free free; one more server needs :need.';
$_ADDONLANG['bar_fits_one'] = ':n fits';
$_ADDONLANG['bar_fits_many'] = ':n fit';
$_ADDONLANG['bar_usable'] = ':n :unit usable';
$_ADDONLANG['bar_missing'] = ':n :unit short of one more';
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
$_ADDONLANG['legend_usable'] = 'usable beyond that';
$_ADDONLANG['sum_more'] = '… (:n more)';
$_ADDONLANG['sum_capped'] = ', capped by :free → :quantity';
$_ADDONLANG['sum_capped_each'] = ', capped by :free, :each for each server → :quantity';
$_ADDONLANG['sum_uncapped'] = ', within :free';
$_ADDONLANG['sum_ipv4_hypervisor'] = ', capped by the addresses of each hypervisor → :quantity';
$_ADDONLANG['sum_published'] = ', published as :quantity';

// Orders that are not built yet.
$_ADDONLANG['orders_caption'] = 'Orders that are not built yet';
$_ADDONLANG['orders_none'] = 'No order that is not built yet takes room here.';
$_ADDONLANG['orders_unreadable'] = 'The orders that are not built yet cannot be read, so quantities are not updated.';
$_ADDONLANG['orders_service'] = 'Service';
$_ADDONLANG['orders_order'] = 'Order';
$_ADDONLANG['orders_age'] = 'Age';
$_ADDONLANG['orders_paid'] = 'Paid';
$_ADDONLANG['orders_is_paid'] = 'paid';
$_ADDONLANG['orders_is_unpaid'] = 'unpaid';
$_ADDONLANG['orders_size'] = 'Size';
$_ADDONLANG['orders_costs'] = 'Costs this product';
$_ADDONLANG['orders_not_counted'] = 'not counted yet';
$_ADDONLANG['orders_further_one'] = ':n further order is counted but not listed.';
$_ADDONLANG['orders_further_many'] = ':n further orders are counted but not listed.';
$_ADDONLANG['order_package'] = 'package :id';
$_ADDONLANG['order_no_package'] = 'no usable package';
$_ADDONLANG['order_group'] = 'group :id';
$_ADDONLANG['order_no_group'] = 'no usable group';
$_ADDONLANG['order_size_memory'] = ':n MB memory';
$_ADDONLANG['order_size_cpuCores'] = ':n cores';
$_ADDONLANG['order_size_primaryStorage'] = ':n GB storage';
$_ADDONLANG['order_size_primaryStorageProfile'] = 'storage type :n';
$_ADDONLANG['order_incomplete'] = 'cannot be built: the product and the chosen options name no package or no group that the panel takes';
$_ADDONLANG['order_unbuildable'] = 'cannot be built: package :package is disabled on the panel or does not exist there';
$_ADDONLANG['order_no_room_paid'] = 'paid, and nothing in group :group has room for it';
$_ADDONLANG['order_no_room_unpaid'] = 'nothing in group :group has room for it';
$_ADDONLANG['order_ends'] = 'takes no room any more in :duration';
$_ADDONLANG['held_placed'] = 'Service #:service, package :package: counted on hypervisor #:hypervisor, costs :costs';
$_ADDONLANG['held_no_room'] = 'Service #:service, package :package: no hypervisor has room for it';
$_ADDONLANG['held_unbuildable'] = 'Service #:service, package :package: cannot be built, the package is disabled or does not exist';
$_ADDONLANG['held_further_one'] = ':n further order is counted but not listed';
$_ADDONLANG['held_further_many'] = ':n further orders are counted but not listed';

// What if.
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
$_ADDONLANG['what_if_rest'] = 'Group :id has more hypervisors than the stored report lists, so the report does not contain the answer.';
$_ADDONLANG['what_if_bad'] = ':field must be a number from :least to :most.';

// What limits a product.
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
$_ADDONLANG['limit_none'] = 'nothing limits group :group';
$_ADDONLANG['limit_no_hypervisor'] = 'group :group has no hypervisor';
$_ADDONLANG['limit_ipv4'] = 'IPv4 in group :group (:free free)';
$_ADDONLANG['limit_ipv4_each'] = 'IPv4 in group :group (:free free, :each for each server)';
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

// The reason of a group's part.
$_ADDONLANG['group_ok'] = 'computed';
$_ADDONLANG['group_ok_advice'] = 'Nothing to do.';
$_ADDONLANG['group_group_missing'] = 'group :group does not exist and adds 0';
$_ADDONLANG['group_group_missing_advice'] = 'Choose an existing hypervisor group on the product, and remove the location that names this one.';
$_ADDONLANG['group_group_unknown'] = 'group :group could not be read';
$_ADDONLANG['group_group_unknown_advice'] = 'Use Check panel to see what is wrong.';
$_ADDONLANG['group_hold_unknown'] = 'group :group: the package of an order that is not built yet could not be read';
$_ADDONLANG['group_hold_unknown_advice'] = 'Use Check panel to see what is wrong.';

// The reason of a product's quantity.
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

// The kind of failure behind a reason.
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

// The lock that keeps recalculations apart.
$_ADDONLANG['lock_named'] = 'One recalculation runs at a time: the database\'s own lock (GET_LOCK) is in use.';
$_ADDONLANG['lock_row'] = 'One recalculation runs at a time: a lock in mod_virtfusion_stock_state is in use, because the database refuses GET_LOCK (:why). After a process was killed it ends within 5 minutes.';
$_ADDONLANG['lock_file'] = 'One recalculation runs at a time: a lock on a file beside the database is in use.';

// The extension's cache, as this PHP process sees it.
$_ADDONLANG['cache_shared'] = 'The shared cache is :place, opened :since: :entries, :size kB.';
$_ADDONLANG['cache_alone'] = 'The panel\'s answers are not shared between PHP processes, so each process asks the panel itself: :why.';
$_ADDONLANG['cache_entries_one'] = ':n entry';
$_ADDONLANG['cache_entries_many'] = ':n entries';
$_ADDONLANG['cache_counts'] = 'This process started counting :since: :hits hits, :misses misses, :waits answers awaited from another process,'
    . ' :requests requests to panels.';

// The dashboard widget.
$_ADDONLANG['widget_sold_out_one'] = ':n product sold out';
$_ADDONLANG['widget_sold_out_many'] = ':n products sold out';
$_ADDONLANG['widget_on_order_one'] = ':n order is not built yet.';
$_ADDONLANG['widget_on_order_many'] = ':n orders are not built yet.';
$_ADDONLANG['widget_without_room_one'] = ':n paid order has no room.';
$_ADDONLANG['widget_without_room_many'] = ':n paid orders have no room.';
$_ADDONLANG['widget_not_updated_one'] = ':n product not updated';
$_ADDONLANG['widget_not_updated_many'] = ':n products not updated';
$_ADDONLANG['widget_of_one'] = 'Of :n product with stock control';
$_ADDONLANG['widget_of_many'] = 'Of :n products with stock control';
$_ADDONLANG['widget_open'] = 'Open VirtFusion Stock';
$_ADDONLANG['widget_further'] = 'and :n more';

// The command line.
$_ADDONLANG['console_usage'] = <<<'TEXT'
Usage: bin/stock COMMAND [--json] [--whmcs=FOLDER]

  plan          what a recalculation would change; writes nothing
  recalculate   recalculates every stock-controlled VirtFusion product
  explain ID    asks the panel why a product has its quantity; writes nothing
  check         tests each panel's address and token

  --json        prints JSON, for scripts
  --whmcs=      WHMCS's folder, if it is not above this file; or set WHMCS_ROOT in the environment

Exit status: 0 all is known, 1 a product is unknown or a panel failed its check, 2 it could not run.
TEXT;
$_ADDONLANG['console_not_active'] = 'The addon is not active: activate VirtFusion Stock under System Settings → Addon Modules.';
$_ADDONLANG['console_needs_id'] = 'explain needs the id of a product: bin/stock explain 12';
