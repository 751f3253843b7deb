<?php

/*
 * A hypervisor group: a row for each hypervisor, a bar for each resource.
 *
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

use WHMCS\Module\Addon\VirtfusionStock\Admin\Bar;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$columns = ['memory', 'cpu', 'storage', ...($group->hasSlots() ? ['servers'] : []), 'ipv4'];

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
<table class="table vfs-cards vfs-plain vfs-picture" role="table">
    <caption class="vfs-unseen"><?= $say('group_caption', ['group' => $words->group($group->id)]) ?></caption>
    <thead role="rowgroup"><tr role="row">
        <th scope="col" role="columnheader"><?= $say('hypervisor') ?></th>
        <th scope="col" role="columnheader"><?= $say('fits') ?></th>
        <?php foreach ($columns as $column) : ?>
        <th scope="col" role="columnheader"><?= $say("resource_{$column}") ?></th>
        <?php endforeach ?>
    </tr></thead>
    <tbody role="rowgroup">
    <?php foreach ($group->hypervisors as $host) : ?>
    <tr role="row" class="<?= $host->skipped === null ? '' : 'vfs-skipped' ?>">
        <td role="cell"><strong><?= $escape($host->name()) ?></strong> <?php if ($host->id !== null) : ?><span class="vfs-quiet">#<?= $host->id ?></span><?php endif ?>
        <?php if ($host->skipped === null && $host->id !== null) : ?>
            <br><label class="vfs-quiet"><input type="checkbox" name="out[]" value="<?= $host->id ?>"<?= isset($whatIf->out[$host->id]) ? ' checked' : '' ?> aria-label="<?= $say('what_if_take', ['hypervisor' => $host->name()]) ?>"> <?= $say('what_if_take_short') ?></label>
        <?php endif ?>
        </td>
        <?php if ($host->skipped !== null) : ?>
        <td role="cell" data-label="<?= $say('fits') ?>">0</td>
        <td role="cell" colspan="<?= count($columns) ?>"><?= $escape(Text::sentence($words->say("skipped_{$host->skipped}"))) ?>. <?= $say("skipped_{$host->skipped}_advice") ?></td>
        <?php else : ?>
        <td role="cell" data-label="<?= $say('fits') ?>"><?php
        if ($host->fits === null) {
            echo $say('no_limit');
        } elseif ($host->limitedBy === null) {
            echo Words::number($host->fits);
        } else {
            echo $say('fits_words', ['n' => Words::number($host->fits), 'resource' => $words->say("limited_{$host->limitedBy}")]);
        }
        ?></td>
            <?php foreach ($columns as $column) : ?>
                <?php $bar = $column === 'ipv4' ? Bar::ofAddresses($words, $host, $report->ipv4Required, (int) $group->ipv4Free) : Bar::of($words, $column, $host, $package) ?>
        <td role="cell" data-label="<?= $say("resource_{$column}") ?>" class="<?= $bar->limits ? 'vfs-limits' : '' ?>">
            <div role="img" aria-label="<?= $escape($bar->label) ?>" title="<?= $escape($bar->label) ?>"<?= $bar->segments === [] ? '' : ' class="vfs-bar"' ?>><?php foreach ($bar->segments as [$kind, $width]) : ?><i class="vfs-<?= $kind ?>" style="width:<?= $width ?>%"></i><?php endforeach ?></div>
            <small><?= $escape($bar->caption) ?></small></td>
            <?php endforeach ?>
        <?php endif ?>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
<?php endif ?>
<?php if ($group->restHypervisors > 0) : ?>
<p><?= $escape($arithmetic->rest($group)) ?></p>
<?php endif ?>
</section>
