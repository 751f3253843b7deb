<?php

/*
 * Orders that are not built yet, on the page and in an explanation.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

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
$_ADDONLANG['order_no_group'] = 'no usable group';
$_ADDONLANG['order_size_memory'] = ':amount memory';
$_ADDONLANG['order_size_cpuCores'] = ':amount';
$_ADDONLANG['order_size_primaryStorage'] = ':amount storage';
$_ADDONLANG['order_size_primaryStorageProfile'] = 'storage type :amount';
$_ADDONLANG['order_incomplete'] = 'cannot be built: the product and the chosen options name no package or no group that the panel takes';
$_ADDONLANG['order_unbuildable'] = 'cannot be built: package :package is disabled on the panel or does not exist there';
$_ADDONLANG['order_no_room_paid'] = 'paid, and nothing in :group has room for it';
$_ADDONLANG['order_no_room_unpaid'] = 'nothing in :group has room for it';
$_ADDONLANG['order_ends'] = 'takes no room any more in :duration';
$_ADDONLANG['held_placed'] = 'Service #:service, package :package: counted on hypervisor #:hypervisor, costs :costs';
$_ADDONLANG['held_no_room'] = 'Service #:service, package :package: no hypervisor has room for it';
$_ADDONLANG['held_unbuildable'] = 'Service #:service, package :package: cannot be built, the package is disabled or does not exist';
$_ADDONLANG['held_further_one'] = ':n further order is counted but not listed';
$_ADDONLANG['held_further_many'] = ':n further orders are counted but not listed';
