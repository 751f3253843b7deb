<?php

/*
 * What has happened: a product's history, and how creations of servers ended.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['proof_days'] = 'Last :n days';
$_ADDONLANG['proof_created_one'] = ':n server created';
$_ADDONLANG['proof_created_many'] = ':n servers created';
$_ADDONLANG['proof_refused'] = ':n refused by the panel while stock was above zero';
$_ADDONLANG['proof_at_zero'] = ':n created at zero';

$_ADDONLANG['history'] = 'History';
$_ADDONLANG['history_days'] = 'Days that the chart shows';
$_ADDONLANG['history_last'] = 'Last :n days';
$_ADDONLANG['history_empty'] = 'Nothing is recorded yet: the history begins with the next change, or within a day.';
$_ADDONLANG['history_label'] = 'Chart of the last :n days. For sale now: :now. Lowest: :lowest. The table below has the figures of each day.';
$_ADDONLANG['history_table'] = 'History by day';
$_ADDONLANG['history_day'] = 'Day';
$_ADDONLANG['history_end'] = 'For sale at the end of the day';
$_ADDONLANG['history_lowest'] = 'Lowest';
$_ADDONLANG['history_limit'] = 'Limited by';
$_ADDONLANG['history_gap'] = 'Not known for';
$_ADDONLANG['history_unknown'] = 'not known';
$_ADDONLANG['history_preview'] = '(preview)';
$_ADDONLANG['chart_sale'] = 'for sale';
$_ADDONLANG['chart_preview'] = 'computed, not written (preview only)';
$_ADDONLANG['chart_order'] = 'on order';
$_ADDONLANG['chart_gap'] = 'not known';

// Why there is a range of days until a product is sold out, or none.
$_ADDONLANG['sell_out'] = 'About :low to :high days left.';
$_ADDONLANG['sell_out_soon'] = 'Less than :high days left.';
$_ADDONLANG['sell_out_basis'] = 'From the last :n whole days in which :resource was the limit.';
$_ADDONLANG['sell_out_unknown'] = 'How long it lasts is not known: there is no reading at present.';
$_ADDONLANG['sell_out_unlimited'] = 'Nothing limits it, so it does not run out.';
$_ADDONLANG['sell_out_sold_out'] = 'It is sold out.';
$_ADDONLANG['sell_out_too_short'] = 'How long it lasts needs 14 whole days of history since capacity was added or another resource began to limit; there are :n.';
$_ADDONLANG['sell_out_not_falling'] = 'How long it lasts is not known: its number does not fall steadily.';
$_ADDONLANG['sell_out_too_far'] = 'At the present rate it lasts for more than a year.';
