<?php

/*
 * The widget on the dashboard of WHMCS.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

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
