<?php

/*
 * A product's history: how long it lasts, a chart, and the same figures as a table for screen readers. The areas differ in pattern as well
 * as in colour, and the chart has its own background, so that print and forced colours keep it. Everything goes through $escape or $say.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var string $link
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\ProductLine $product
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\ProductHistory $history
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Admin\ProductHistory;
use WHMCS\Module\Addon\VirtfusionStock\History\Chart;
use WHMCS\Module\Addon\VirtfusionStock\History\Scale;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$chart = $history->chart;
$sellOut = $history->sellOut;
$present = $history->present;
$lowest = $history->lowest();
$limit = $sellOut->limit === null ? '' : $words->say("limited_{$sellOut->limit}");
$hasPreview = $chart->sale(true) !== '';
$legend = ['sale' => $chart->sale(false) !== '', 'preview' => $hasPreview, 'order' => $chart->order() !== '', 'gap' => $chart->gaps() !== ''];

?>
<style>
.vfs .vfs-history { margin: 0 0 14px; }
.vfs .vfs-chart { display: block; width: 100%; max-width: 900px; height: auto; border: 1px solid #6b6b6b; }
.vfs .vfs-chart text { font-size: 13px; fill: #333; }
.vfs .vfs-chart > path, .vfs .vfs-chart > line { vector-effect: non-scaling-stroke; }
.vfs .vfs-swatch { width: 26px; height: 14px; border: 1px solid #6b6b6b; vertical-align: -2px; margin-right: 4px; }
.vfs .vfs-spans { display: flex; flex-wrap: wrap; gap: 4px 14px; list-style: none; padding: 0; margin: 0 0 6px; }
.vfs .vfs-spans [aria-current] { font-weight: bold; color: inherit; text-decoration: none; }
@media (max-width: 760px) { .vfs .vfs-chart text { font-size: 18px; } }
@media (max-width: 520px) { .vfs .vfs-chart text { font-size: 24px; } }
@media print { .vfs .vfs-spans a:not([aria-current]) { display: none; } .vfs .vfs-history { break-inside: avoid; } }
</style>
<h3 id="vfs-history"><?= $say('history') ?></h3>
<p id="vfs-sell-out"><?php
if ($sellOut->why !== null) {
    echo '<span class="vfs-quiet">', $say("sell_out_{$sellOut->why}", ['n' => $sellOut->days]), '</span>';
} else {
    echo '<strong>', $say((int) $sellOut->low < 1 ? 'sell_out_soon' : 'sell_out', ['low' => (int) $sellOut->low, 'high' => (int) $sellOut->high]), '</strong>',
        ' <span class="vfs-quiet">', $say('sell_out_basis', ['n' => $sellOut->days, 'resource' => $limit]), '</span>';
}
?></p>
<?php if ($history->isEmpty) : ?>
<p class="vfs-quiet"><?= $say('history_empty') ?></p>
<?php else : ?>
<nav aria-label="<?= $say('history_days') ?>">
<ul class="vfs-spans">
    <?php foreach (ProductHistory::CHOICES as $days) : ?>
    <li><a href="<?= $escape("{$link}&product={$product->id}&days={$days}#vfs-history") ?>"<?= $days === $history->days ? ' aria-current="true"' : '' ?>><?= $say('history_last', ['n' => $days]) ?></a></li>
    <?php endforeach ?>
</ul>
</nav>
<figure class="vfs-history">
<svg class="vfs-chart" viewBox="0 0 <?= Chart::WIDTH ?> <?= Chart::HEIGHT ?>" role="img" aria-label="<?= $say('history_label', [
    'n' => $history->days,
    'now' => $present === null ? $words->say('history_unknown') : Words::number((int) $present->published),
    'lowest' => $lowest === null ? $words->say('history_unknown') : Words::number($lowest),
]) ?>" xmlns="http://www.w3.org/2000/svg">
    <defs>
        <?php // Large enough for a phone, where two units are one pixel. ?>
        <pattern id="vfs-h-sale" width="12" height="12" patternUnits="userSpaceOnUse"><rect width="12" height="12" fill="#a9d8ae"/></pattern>
        <pattern id="vfs-h-preview" width="14" height="14" patternUnits="userSpaceOnUse"><rect width="14" height="14" fill="#fff"/><path d="M0 14L14 0M-3 3L3 -3M11 17L17 11" stroke="#22662a" stroke-width="2.5"/></pattern>
        <pattern id="vfs-h-order" width="10" height="10" patternUnits="userSpaceOnUse"><rect width="10" height="10" fill="#fff"/><path d="M0 4H10" stroke="#6b3fa0" stroke-width="4"/></pattern>
        <pattern id="vfs-h-gap" width="14" height="14" patternUnits="userSpaceOnUse"><rect width="14" height="14" fill="#f3f3f3"/><circle cx="7" cy="7" r="2.2" fill="#6b6b6b"/></pattern>
    </defs>
    <rect width="<?= Chart::WIDTH ?>" height="<?= Chart::HEIGHT ?>" fill="#fff"/>
    <path d="<?= $chart->gaps() ?>" fill="url(#vfs-h-gap)" data-kind="gap"/>
    <path d="<?= $chart->sale(false) ?>" fill="url(#vfs-h-sale)" data-kind="sale"/>
    <path d="<?= $chart->sale(true) ?>" fill="url(#vfs-h-preview)" data-kind="preview"/>
    <path d="<?= $chart->order() ?>" fill="url(#vfs-h-order)" stroke="#6b3fa0" data-kind="order"/>
    <?php foreach ($chart->scale->numbers() as $number) : ?>
    <line x1="<?= Chart::LEFT ?>" x2="<?= Chart::RIGHT ?>" y1="<?= Chart::text($chart->y($number)) ?>" y2="<?= Chart::text($chart->y($number)) ?>" stroke="#333" stroke-opacity="<?= $number === 0 ? '1' : '.25' ?>"/>
    <text x="<?= Chart::LEFT - 6 ?>" y="<?= Chart::text($chart->y($number)) ?>" dy=".35em" text-anchor="end"><?= Scale::label($number) ?></text>
    <?php endforeach ?>
    <?php foreach ($chart->days($history->days) as $day) : ?>
    <line x1="<?= $day['x'] ?>" x2="<?= $day['x'] ?>" y1="<?= Chart::BOTTOM ?>" y2="<?= Chart::BOTTOM + 6 ?>" stroke="#333"/>
    <text x="<?= $day['x'] ?>" y="<?= Chart::BOTTOM + 28 ?>"><?= $escape($day['label']) ?></text>
    <?php endforeach ?>
    <path d="<?= $chart->line() ?>" fill="none" stroke="#14471a" stroke-width="2" data-kind="line"/>
</svg>
<figcaption>
<ul class="vfs-legend">
    <?php foreach (array_keys(array_filter($legend)) as $kind) : ?>
    <li><svg class="vfs-swatch" aria-hidden="true" viewBox="0 0 26 14"><rect width="26" height="14" fill="#fff"/><rect width="26" height="14" fill="url(#vfs-h-<?= $kind ?>)"/></svg><?= $say("chart_{$kind}") ?></li>
    <?php endforeach ?>
</ul>
</figcaption>
</figure>
<div class="vfs-unseen">
<table>
    <caption><?= $say('history_table') ?></caption>
    <thead><tr>
        <?php foreach (['history_day', 'history_end', 'history_lowest', 'on_order', 'history_limit', 'history_gap'] as $column) : ?>
        <th scope="col"><?= $say($column) ?></th>
        <?php endforeach ?>
    </tr></thead>
    <tbody>
    <?php foreach ($history->figures as $day) : ?>
    <tr>
        <th scope="row"><?= $escape($day->date) ?></th>
        <td><?= $day->last === null ? $say('history_unknown') : Words::number((int) $day->last->published) . ($day->last->isPreview ? ' ' . $say('history_preview') : '') ?></td>
        <td><?= $day->lowest === null ? $say('history_unknown') : Words::number($day->lowest) ?></td>
        <td><?= $day->last === null ? $say('history_unknown') : Words::number((int) $day->last->held) ?></td>
        <td><?= $day->last?->limit === null ? '&ndash;' : $say("limited_{$day->last->limit}") ?></td>
        <td><?= $day->unknown < 60 ? '&ndash;' : $escape($words->duration(0, $day->unknown)) ?></td>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
</div>
<?php endif ?>
