<?php

/*
 * The overview of all products.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['products'] = 'VirtFusion products with stock control';
$_ADDONLANG['summary_all_one'] = ':n product';
$_ADDONLANG['summary_all_many'] = ':n products';
$_ADDONLANG['summary_attention_one'] = ':n needs attention';
$_ADDONLANG['summary_attention_many'] = ':n need attention';
$_ADDONLANG['summary_sold_out_one'] = ':n sold out';
$_ADDONLANG['summary_sold_out_many'] = ':n sold out';
$_ADDONLANG['summary_without_room_one'] = ':n order has no room.';
$_ADDONLANG['summary_without_room_many'] = ':n orders have no room.';
$_ADDONLANG['product'] = 'Product';
$_ADDONLANG['quantity'] = 'Quantity';
$_ADDONLANG['on_order'] = 'On order';
$_ADDONLANG['on_order_sum'] = ':fits fit, :held on order, :quantity for sale';
$_ADDONLANG['on_order_without_room_one'] = ':n order without room';
$_ADDONLANG['on_order_without_room_many'] = ':n orders without room';
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
$_ADDONLANG['groups_further'] = ':n more';
$_ADDONLANG['tabs'] = 'VirtFusion Stock';
$_ADDONLANG['actions'] = 'Actions';
$_ADDONLANG['edit_short'] = 'Edit';
$_ADDONLANG['edit_product'] = 'Edit the product in WHMCS';
$_ADDONLANG['edit_product_named'] = 'Edit :product in WHMCS';
$_ADDONLANG['edit_server'] = 'Panel: :panel';
$_ADDONLANG['recalculate_one'] = 'Recalculate';
$_ADDONLANG['recalculate_one_named'] = 'Recalculate :product';
