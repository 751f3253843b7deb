<?php

/*
 * The commands of bin/stock.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$_ADDONLANG['console_usage'] = <<<'TEXT'
Usage: bin/stock COMMAND [--json] [--whmcs=FOLDER]

  plan          what a recalculation would change; writes nothing
  recalculate   recalculates every stock-controlled VirtFusion product
  explain ID    asks the panel why a product has its quantity; writes nothing
  check         tests each panel's address and token
  metrics       prints what is stored as metrics for Prometheus; asks no panel

  --json        prints JSON, for scripts
  --whmcs=      WHMCS's folder, if it is not above this file; or set WHMCS_ROOT in the environment

Exit status: 0 all is known, 1 a product is unknown or a panel failed its check, 2 it could not run.
TEXT;
$_ADDONLANG['console_not_active'] = 'The addon is not active: activate VirtFusion Stock under System Settings → Addon Modules.';
$_ADDONLANG['console_not_printed'] = 'The metrics could not be written to standard output: is the disk full?';
$_ADDONLANG['console_needs_id'] = 'explain needs the id of a product: bin/stock explain 12';
