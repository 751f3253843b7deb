<?php

declare(strict_types=1);

$_ADDONLANG['intro'] = 'The quantities below come from what the panel can still place.';
$_ADDONLANG['preview_only'] = 'Preview only is on: quantities are computed and shown, and none is written.';
$_ADDONLANG['recalculate'] = 'Recalculate now';
$_ADDONLANG['preview'] = 'Preview';
$_ADDONLANG['no_products'] = 'No VirtFusion product has stock control on. Turn it on in a product\'s details.';
$_ADDONLANG['product'] = 'Product';
$_ADDONLANG['quantity'] = 'Quantity';
$_ADDONLANG['panel_quantity'] = 'Panel says';
$_ADDONLANG['age'] = 'Known';
$_ADDONLANG['reason'] = 'Reason';
$_ADDONLANG['before'] = 'Now';
$_ADDONLANG['after'] = 'New';
$_ADDONLANG['unknown'] = 'not known, left alone';
$_ADDONLANG['result'] = 'What was found out';
$_ADDONLANG['would'] = 'What would change; nothing was written';
$_ADDONLANG['nothing_changes'] = 'No quantity changes.';
$_ADDONLANG['blocked'] = 'Another recalculation is running; this one will follow it.';
$_ADDONLANG['failed_page'] = 'The page could not be shown. The activity log says why.';
