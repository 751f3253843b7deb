<?php

/*
 * The buttons, and what came of pressing one.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

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
