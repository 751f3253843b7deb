<?php

/*
 * The hypervisors of a group: a row for each of them, a bar for each resource.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Group $group
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Package $package
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Report $report
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\WhatIf|null $whatIf null: without its check boxes
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Admin\Bar;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$columns = ['memory', 'cpu', 'storage', ...($group->hasSlots() ? ['servers'] : []), 'ipv4'];

?>
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
        <?php if ($whatIf !== null && $host->skipped === null && $host->id !== null) : ?>
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
            <?= $view->render('bar', compact('bar')) ?></td>
            <?php endforeach ?>
        <?php endif ?>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
