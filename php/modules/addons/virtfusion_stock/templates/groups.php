<?php

/*
 * The tab "Groups": a row for each hypervisor group, and the products of the one that was picked. Every value from outside goes through
 * $escape or $say.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var string $link
 * @var list<WHMCS\Module\Addon\VirtfusionStock\Admin\GroupRow> $rows
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\GroupRow|null $picked
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\Matrix|null $matrix
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Report|null $report of the product that the picked group's bars are from
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Admin\Bar;
use WHMCS\Module\Addon\VirtfusionStock\Report\Group;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$resources = ['memory', 'cpu', 'storage', 'ipv4'];
$panels = count(array_unique(array_map(static fn ($row): int => $row->panel->id, $rows)));

?>
<?= $view->render('style', []) ?>
<div class="vfs">
<?= $view->render('tabs', ['tab' => 'groups']) ?>
<p><?= $say('groups_intro') ?></p>
<?php if ($picked === null) : ?>
<p><?= $say('groups_none') ?></p>
<?php else : ?>
<table class="table vfs-cards vfs-plain" id="vfs-groups" role="table">
    <caption class="vfs-unseen"><?= $say('groups_caption') ?></caption>
    <thead role="rowgroup"><tr role="row">
        <th scope="col" role="columnheader"><?= $say('groups_group') ?></th>
        <th scope="col" role="columnheader"><?= $say('groups_products') ?></th>
        <?php foreach ($resources as $resource) : ?>
        <th scope="col" role="columnheader"><?= $say("resource_{$resource}") ?></th>
        <?php endforeach ?>
    </tr></thead>
    <tbody role="rowgroup">
    <?php foreach ($rows as $row) : ?>
        <?php $isPicked = $row->key() === $picked->key() ?>
    <tr role="row" class="<?= $row->isBroken() || $row->full() > 0 ? 'vfs-attention' : '' ?>">
        <td role="cell"><a href="<?= $escape("{$link}&view=groups&group={$row->key()}#vfs-picked") ?>"<?= $isPicked ? ' aria-current="true"' : '' ?>><?= $escape($row->title) ?></a>
            <?php if ($panels > 1) : ?>
            <small class="vfs-below"><a href="configservers.php?action=manage&amp;id=<?= $row->panel->id ?>"><?= $escape($row->panel->label()) ?></a></small>
            <?php endif ?>
            <?php if ($row->group !== null && $row->group->reason === Group::OK) : ?>
            <small class="vfs-below"><?= $escape($words->count('hypervisors', $row->group->counts->hypervisors)) ?><?php foreach ($row->group->counts->skipped as $why => $n) : ?>, <?= $say('groups_skipped', ['hypervisors' => $n, 'why' => $words->say("skipped_{$why}")]) ?><?php endforeach ?></small>
            <?php endif ?></td>
        <td role="cell" data-label="<?= $say('groups_products') ?>"><?php if ($row->full() > 0) : ?>
            <strong class="vfs-bad vfs-below"><?= $escape($words->count('groups_full', $row->full())) ?></strong>
            <?php endif ?>
            <?php if ($row->atRisk() > 0 && $row->group?->largest !== null) : ?>
            <span class="vfs-below"><?= $escape(strtr($words->count('groups_at_risk', $row->atRisk()), [':hypervisor' => $row->group->largest->name()])) ?></span>
            <?php endif ?>
            <?php foreach (array_slice($row->products, 0, 3) as $product) : ?>
            <small class="vfs-below">#<?= $product->line->id ?> <?= $escape($product->line->name) ?>: <?= $product->line->isUnlimited ? $say('no_limit') : Words::number($product->line->quantity) ?></small>
            <?php endforeach ?>
            <?php if (count($row->products) > 3) : ?>
            <small class="vfs-below"><?= $say('groups_further', ['n' => count($row->products) - 3]) ?></small>
            <?php endif ?></td>
        <?php if ($row->isBroken()) : ?>
        <td role="cell" colspan="<?= count($resources) ?>"><?php
        if ($row->group === null) {
            echo $say('groups_no_report');
        } elseif ($row->group->reason === Group::OK) {
            echo $say('advice_nowhere');
        } else {
            echo $escape(Text::sentence($words->say("group_{$row->group->reason}", ['group' => $row->title]))), '. <strong>', $say('what_to_do'), '</strong> ', $say("group_{$row->group->reason}_advice");
        }
        ?></td>
        <?php else : ?>
            <?php foreach ($resources as $resource) : ?>
                <?php $bar = $resource === 'ipv4' ? Bar::ofGroupAddresses($words, $row->title, $row->group->ipv4Free, (int) $row->group->ipv4Held) : Bar::ofTotal($words, $resource, $row->title, $row->group->totals[$resource]) ?>
        <td role="cell" data-label="<?= $say("resource_{$resource}") ?>"><?= $view->render('bar', ['bar' => $bar]) ?></td>
            <?php endforeach ?>
        <?php endif ?>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
<p class="vfs-quiet"><?= $say('legend') ?></p>
<ul class="vfs-legend">
    <?php foreach (['used', 'held', 'reserved', 'usable'] as $kind) : ?>
    <li><i class="vfs-<?= $kind ?>" aria-hidden="true"></i><?= $say($kind === 'usable' ? 'legend_usable_all' : "legend_{$kind}") ?></li>
    <?php endforeach ?>
</ul>
    <?= $view->render('picked_group', ['row' => $picked, 'matrix' => $matrix, 'report' => $report]) ?>
<?php endif ?>
</div>
