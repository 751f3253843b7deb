<?php

/*
 * A group's picture: a row for each hypervisor, a bar for each resource.
 *
 * @var callable(string, array<string, mixed>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Words $words
 * @var array<string, mixed> $group
 * @var array<string, mixed> $package
 * @var array<string, mixed> $report
 * @var WHMCS\Module\Addon\VirtfusionStock\WhatIf $whatIf
 * @var WHMCS\Module\Addon\VirtfusionStock\Arithmetic $arithmetic
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Bar;
use WHMCS\Module\Addon\VirtfusionStock\Words;

$resources = ['memory', 'cpu', 'storage'];
foreach ($group['hypervisors'] as $host) {
    if (($host['levels']['servers']['max'] ?? 0) > 0 && !in_array('servers', $resources, true)) {
        $resources[] = 'servers';
    }
}
$columns = [...$resources, 'ipv4'];

?>
<section aria-labelledby="vfs-group-<?= $group['id'] ?>">
<h3 id="vfs-group-<?= $group['id'] ?>"><?= $say('group', ['id' => $group['id']]) ?></h3>
<p class="vfs-sum"><?= $escape($arithmetic->ofGroup($group)) ?></p>
<?php if ($group['reason'] !== 'ok') : ?>
<p><strong><?= $say('what_to_do') ?></strong> <?= $say("group_{$group['reason']}_advice") ?></p>
<?php elseif ($group['quantity'] === 0 && $group['limited_by'] !== null) : ?>
<p><strong><?= $say('what_to_do') ?></strong> <?= $say("limited_{$group['limited_by']}_advice") ?></p>
<?php endif ?>
<?php foreach ($group['notes'] as $note) : ?>
<p class="vfs-quiet"><?= $escape($note) ?></p>
<?php endforeach ?>
<?php if ($group['hypervisors'] !== []) : ?>
<table class="table vfs-cards vfs-plain vfs-picture" role="table">
    <caption><?= $say('group_caption', ['id' => $group['id']]) ?></caption>
    <thead role="rowgroup"><tr role="row">
        <th scope="col" role="columnheader"><?= $say('hypervisor') ?></th>
        <th scope="col" role="columnheader"><?= $say('fits') ?></th>
        <?php foreach ($columns as $column) : ?>
        <th scope="col" role="columnheader"><?= $say("resource_{$column}") ?></th>
        <?php endforeach ?>
    </tr></thead>
    <tbody role="rowgroup">
    <?php foreach ($group['hypervisors'] as $host) : ?>
        <?php $id = (int) ($host['id'] ?? 0) ?>
    <tr role="row" class="<?= $host['skipped'] === null ? '' : 'vfs-skipped' ?>">
        <td role="cell"><strong><?= $escape(Bar::name($host)) ?></strong> <span class="vfs-quiet">#<?= $id ?></span>
        <?php if ($host['skipped'] === null) : ?>
            <br><label class="vfs-quiet"><input type="checkbox" name="out[]" value="<?= $id ?>"<?= isset($whatIf->out[$id]) ? ' checked' : '' ?> aria-label="<?= $say('what_if_take', ['hypervisor' => Bar::name($host)]) ?>"> <?= $say('what_if_take_short') ?></label>
        <?php endif ?>
        </td>
        <?php if ($host['skipped'] !== null) : ?>
        <td role="cell" data-label="<?= $say('fits') ?>">0</td>
        <td role="cell" colspan="<?= count($columns) ?>"><?= $say("skipped_{$host['skipped']}") ?>. <?= $say("skipped_{$host['skipped']}_advice") ?></td>
        <?php else : ?>
        <td role="cell" data-label="<?= $say('fits') ?>"><?php
        if ($host['fits'] === null) {
            echo $say('fits_unlimited');
        } elseif ($host['limited_by'] === null) {
            echo Words::number($host['fits']);
        } else {
            echo $say('fits_words', ['n' => Words::number($host['fits']), 'resource' => $words->say("limited_{$host['limited_by']}")]);
        }
        ?></td>
            <?php foreach ($columns as $column) : ?>
                <?php $bar = $column === 'ipv4' ? Bar::ofAddresses($words, $host, (int) $report['ipv4_required'], (int) ($group['ipv4_free'] ?? 0)) : Bar::of($words, $column, $host, $package ?? []) ?>
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
<?php if (isset($group['rest'])) : ?>
<p><?= $escape($arithmetic->rest($group)) ?></p>
<?php endif ?>
</section>
