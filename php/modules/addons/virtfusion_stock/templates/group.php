<?php

/*
 * A hypervisor group on the page of a product: its part of the sum, and its hypervisors.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Group $group
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Package $package
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Report $report
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\WhatIf $whatIf
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Arithmetic $arithmetic
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

?>
<section aria-labelledby="vfs-group-<?= $group->id ?>">
<h3 id="vfs-group-<?= $group->id ?>"><?= $escape($words->groupTitle($group->id)) ?></h3>
<p class="vfs-sum"><?= $escape(Text::sentence($arithmetic->ofGroup($group))) ?></p>
<?php if ($group->reason !== Group::OK) : ?>
<p><strong><?= $say('what_to_do') ?></strong> <?= $say("group_{$group->reason}_advice") ?></p>
<?php elseif ($group->quantity === 0 && $group->limitedBy !== null) : ?>
<p><strong><?= $say('what_to_do') ?></strong> <?= $say("limited_{$group->limitedBy}_advice") ?></p>
<?php endif ?>
<?php foreach ($group->notes as $note) : ?>
<p class="vfs-quiet"><?= $escape($note) ?></p>
<?php endforeach ?>
<?php if ($group->hypervisors !== []) : ?>
<?= $view->render('hypervisors', compact('words', 'group', 'package', 'report', 'whatIf')) ?>
<?php endif ?>
<?php if ($group->restHypervisors > 0) : ?>
<p><?= $escape($arithmetic->rest($group)) ?></p>
<?php endif ?>
</section>
