<?php

/*
 * What every page shows: the introduction, times and ages.
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
