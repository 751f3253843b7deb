<?php

/*
 * Alerts: the messages, and what the page says about their channels. A message's title begins with alert_ and the event, counted; the
 * cause follows, with the key alert_cause_ and its kind, or limited_, cause_ or reason_.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['alert_prefix'] = 'VirtFusion Stock: :title';
$_ADDONLANG['alert_sold_out_one'] = ':n product sold out';
$_ADDONLANG['alert_sold_out_many'] = ':n products sold out';
$_ADDONLANG['alert_low_one'] = ':n product low';
$_ADDONLANG['alert_low_many'] = ':n products low';
$_ADDONLANG['alert_back_one'] = ':n product available again';
$_ADDONLANG['alert_back_many'] = ':n products available again';
$_ADDONLANG['alert_not_updated_one'] = ':n product not updated';
$_ADDONLANG['alert_not_updated_many'] = ':n products not updated';
$_ADDONLANG['alert_order_without_room_one'] = ':n paid order not built';
$_ADDONLANG['alert_order_without_room_many'] = ':n paid orders not built';
$_ADDONLANG['alert_refused_one'] = ':n server not created';
$_ADDONLANG['alert_refused_many'] = ':n servers not created';
$_ADDONLANG['alert_in_group'] = 'in :group';
$_ADDONLANG['alert_more_causes'] = ':n further causes';

// A line for each product or order.
$_ADDONLANG['alert_line_sold_out'] = ':product: sold out';
$_ADDONLANG['alert_line_low'] = ':product: :quantity left';
$_ADDONLANG['alert_line_back'] = ':product: :quantity for sale';
$_ADDONLANG['alert_line_not_updated'] = ':product: not updated for :duration; its quantity stays as it is';
$_ADDONLANG['alert_line_order_without_room'] = 'Service #:service of order #:order, :product: ordered :duration ago';
$_ADDONLANG['alert_line_refused'] = ':product: refused :times, last :duration ago, with :quantity for sale';

// Causes that only alerts have.
$_ADDONLANG['alert_cause_nowhere'] = 'no hypervisor takes new servers';
$_ADDONLANG['alert_cause_nowhere_advice'] = 'Enable, commission or open a hypervisor of the group on the panel.';
$_ADDONLANG['alert_cause_capacity'] = 'room';
$_ADDONLANG['alert_cause_stale'] = 'nothing was recalculated';
$_ADDONLANG['alert_cause_stale_advice'] = 'Check that the PHP of WHMCS\'s cron has the extension; the activity log names what failed.';
$_ADDONLANG['alert_cause_group_missing'] = 'the group does not exist';
$_ADDONLANG['alert_cause_group_missing_advice'] = 'Choose an existing hypervisor group on the product, and remove the location that names this one.';
$_ADDONLANG['alert_cause_order_no_room'] = 'no hypervisor has room';
$_ADDONLANG['alert_cause_order_no_room_advice'] = 'Add capacity to the group, or place the server by hand.';
$_ADDONLANG['alert_cause_order_unbuildable'] = 'the package is disabled or does not exist';
$_ADDONLANG['alert_cause_order_unbuildable_advice'] = 'Enable the package on the panel, or change the service\'s options.';
$_ADDONLANG['alert_cause_order_incomplete'] = 'the order names no package or no group that the panel takes';
$_ADDONLANG['alert_cause_order_incomplete_advice'] = 'Correct the product\'s Module Settings or the service\'s options.';
$_ADDONLANG['alert_cause_order_waiting'] = 'waiting for more than a day';
$_ADDONLANG['alert_cause_order_waiting_advice'] = 'Accept the order, or create the service by its Module Commands, which say why if that fails.';
$_ADDONLANG['alert_cause_refused'] = 'the panel refused although stock was above zero';
$_ADDONLANG['alert_cause_refused_advice'] = 'WHMCS\'s Module Queue says what the panel answered.';

// The test.
$_ADDONLANG['alert_test'] = 'test message';
$_ADDONLANG['alert_test_line'] = 'An admin pressed Send a test. Alerts arrive here.';
$_ADDONLANG['alert_test_taken'] = ':channel: the test was sent.';
$_ADDONLANG['alert_test_failed'] = ':channel: the test failed: :error.';

// The page.
$_ADDONLANG['alert_send_test'] = 'Send a test';
$_ADDONLANG['alert_sending'] = 'Sending a test.';
$_ADDONLANG['alert_channel_mail'] = 'Alerts by mail';
$_ADDONLANG['alert_channel_webhook'] = 'Alerts by webhook';
$_ADDONLANG['alert_page_off'] = 'Alerts are off: the addon\'s configuration names no webhook, and mails nobody.';
$_ADDONLANG['alert_page_never'] = ':channel: nothing was sent yet.';
$_ADDONLANG['alert_page_sent'] = ':channel: the last message was sent :age.';
$_ADDONLANG['alert_page_failed'] = ':channel: sending failed :age: :error. It is tried again at each cron run.';
$_ADDONLANG['alert_page_waiting_one'] = ':n message waits.';
$_ADDONLANG['alert_page_waiting_many'] = ':n messages wait.';
