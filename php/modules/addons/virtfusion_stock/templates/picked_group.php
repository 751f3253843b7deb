<?php

/*
 * One hypervisor group of the tab "Groups": its products with their numbers, also without its largest hypervisor, and what selling one
 * of them takes off the others.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var string $link
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\GroupRow $row
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\Matrix $matrix
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Report|null $report of the product that the bars are from
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Wording\Arithmetic;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$listed = array_slice($row->products, 0, 100);
$number = static fn (?int $n): string => $n === PHP_INT_MAX ? $words->say('no_limit') : Words::number((int) $n);
$without = $row->group?->largest === null ? $words->say('groups_without_plain') : $words->say('groups_without', ['hypervisor' => $row->group->largest->name()]);
$group = $report?->groups[0] ?? null;
$names = [];
foreach ($row->products as $product) {
    $names[$product->line->id] = $product->line->name;
}

?>
<section aria-labelledby="vfs-picked">
<h3 id="vfs-picked"><?= $escape($row->title) ?></h3>
<?php if ($row->source !== null) : ?>
<p class="vfs-quiet"><?= $say('groups_source', ['product' => "#{$row->source->id} {$row->source->name}", 'age' => $view->age($row->source->knownAt)]) ?></p>
<?php endif ?>
<table class="table vfs-cards vfs-plain" role="table">
    <caption class="vfs-unseen"><?= $say('groups_members', ['group' => $row->title]) ?></caption>
    <thead role="rowgroup"><tr role="row">
        <th scope="col" role="columnheader"><?= $say('product') ?></th>
        <th scope="col" role="columnheader" class="vfs-number"><?= $say('groups_number') ?></th>
        <th scope="col" role="columnheader" class="vfs-number"><?= $say('groups_part') ?></th>
        <th scope="col" role="columnheader" class="vfs-number"><?= $escape($without) ?></th>
    </tr></thead>
    <tbody role="rowgroup">
    <?php foreach ($listed as $product) : ?>
    <tr role="row">
        <td role="cell"><a href="<?= $escape("{$link}&product={$product->line->id}") ?>">#<?= $product->line->id ?> <?= $escape($product->line->name) ?></a>
            <?php if ($product->line->state !== 'placed') : ?>
            <span class="vfs-badge vfs-<?= $product->line->state ?>"><?= $say("state_{$product->line->state}") ?></span>
            <?php endif ?></td>
        <td role="cell" class="vfs-number" data-label="<?= $say('groups_number') ?>"><?= $product->line->isUnlimited ? $say('no_limit') : Words::number($product->line->quantity) ?></td>
        <td role="cell" class="vfs-number" data-label="<?= $say('groups_part') ?>"><?= $product->part === null ? $say('open_unknown') : $escape($number($product->part)) ?></td>
        <td role="cell" class="vfs-number<?= $product->without === 0 && !$product->line->isSoldOut() ? ' vfs-bad' : '' ?>" data-label="<?= $escape($without) ?>"><?= $product->without === null ? $say("open_{$product->whyOpen}") : $escape($number($product->without)) ?></td>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
<?php if (count($row->products) > count($listed)) : ?>
<p><?= $escape($words->count('groups_unlisted', count($row->products) - count($listed))) ?></p>
<?php endif ?>
<p class="vfs-quiet"><?= $say('groups_without_note') ?></p>
<h4 id="vfs-matrix"><?= $say('matrix') ?></h4>
<?php if (count($matrix->products) < 2) : ?>
<p class="vfs-quiet"><?= $say('matrix_alone') ?></p>
<?php else : ?>
<div class="vfs-scroll" role="region" tabindex="0" aria-labelledby="vfs-matrix">
<table class="table vfs-matrix">
    <caption class="vfs-unseen"><?= $say('matrix') ?></caption>
    <thead><tr>
        <th scope="col"><?= $say('matrix_corner') ?></th>
        <?php foreach ($matrix->products as $id) : ?>
        <th scope="col">#<?= $id ?> <?= $escape($names[$id]) ?></th>
        <?php endforeach ?>
    </tr></thead>
    <tbody>
    <?php foreach ($matrix->losses as $sold => $losses) : ?>
    <tr>
        <th scope="row">#<?= $sold ?> <?= $escape($names[$sold]) ?></th>
        <?php foreach ($losses as $faller => $loss) : ?>
        <td class="<?= $faller === $sold ? 'vfs-own' : ((int) ($loss[1] ?? 0) > 0 ? 'vfs-falls' : '') ?>"><?php
        if ($loss === null) {
            echo '<span aria-hidden="true">?</span><span class="vfs-unseen">', $say('matrix_open_cell'), '</span>';
        } elseif ($loss[0] !== $loss[1]) {
            echo '<span aria-hidden="true">≤</span><span class="vfs-unseen">', $say('matrix_bound_cell'), '</span> ', Words::number($loss[1]);
        } else {
            echo Words::number($loss[1]);
        }
        ?></td>
        <?php endforeach ?>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
</div>
<p class="vfs-quiet"><?= $say('matrix_note') ?></p>
    <?php if ($matrix->hasBounds()) : ?>
<p class="vfs-quiet"><?= $say('matrix_bound') ?></p>
    <?php endif ?>
    <?php if ($matrix->hasOpen()) : ?>
<p class="vfs-quiet"><?= $say('matrix_open') ?></p>
    <?php endif ?>
    <?php if ($matrix->further > 0) : ?>
<p class="vfs-quiet"><?= $escape($words->count('matrix_further', $matrix->further)) ?></p>
    <?php endif ?>
<?php endif ?>
<?php if ($group !== null && $group->hypervisors !== [] && $report?->package !== null) : ?>
<details class="vfs-hypervisors">
    <summary><?= $say('group_caption', ['group' => $row->title]) ?></summary>
    <?= $view->render('hypervisors', ['group' => $group, 'package' => $report->package, 'report' => $report, 'whatIf' => null]) ?>
    <?php if ($group->restHypervisors > 0) : ?>
    <p><?= $escape((new Arithmetic($words, $report))->rest($group)) ?></p>
    <?php endif ?>
</details>
<?php endif ?>
</section>
