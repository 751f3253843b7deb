<?php

/*
 * One product: its sum, a picture of each group, and "what if". Every value from outside goes through $escape or $say.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var string $link
 * @var string $token
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\ProductLine $product
 * @var WHMCS\Module\Addon\VirtfusionStock\Panel\Panel|null $panel
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\Result|null $result
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Report|null $report
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\ProductHistory $history
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\OrderList $orders
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\WhatIf|null $whatIf
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Arithmetic|null $arithmetic
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$package = $report?->package;
$reading = match (true) {
    $product->knownAt === null => 'report_partial',
    $product->failures > 0 => 'report_last_known',
    default => 'report_of',
};

?>
<?= $view->render('style', []) ?>
<div class="vfs">
<p><a href="<?= $escape($link) ?>">&larr; <?= $say('overview') ?></a></p>
<h2>#<?= $product->id ?> <?= $escape($product->name) ?>: <?= Words::number($product->quantity) ?>
    <span class="vfs-badge vfs-<?= $product->state ?>"><?= $say("state_{$product->state}") ?></span></h2>
<?= $result === null ? '' : $view->render('result', ['result' => $result]) ?>
<p><?= $escape(Text::sentence($product->sentence)) ?>.
<?php if ($product->advice !== null) : ?>
    <span class="vfs-advice"><strong><?= $say('what_to_do') ?></strong> <?= $escape($product->advice) ?></span>
<?php endif ?>
</p>
<div class="vfs-tools">
<form method="post" action="<?= $escape("{$link}&product={$product->id}") ?>">
    <input type="hidden" name="token" value="<?= $escape($token) ?>">
    <input type="hidden" name="product" value="<?= $product->id ?>">
    <button class="btn btn-primary" name="action" value="recalculateOne"><?= $say('recalculate_one') ?></button>
</form>
<a class="btn btn-default" href="configproducts.php?action=edit&amp;id=<?= $product->id ?>"><?= $say('edit_product') ?></a>
<?php if ($panel !== null) : ?>
<a class="btn btn-default" href="configservers.php?action=manage&amp;id=<?= $panel->id ?>"><?= $say('edit_server', ['panel' => $panel->label()]) ?></a>
<?php endif ?>
</div>
<?php if ($product->range !== null) : ?>
<p><?= $escape($product->range) ?>.</p>
<?php endif ?>
<?php if ($product->failures > 0) : ?>
<p class="vfs-bad"><?= $say('attempt') ?>: <?= $escape($product->attempt($words, $view->now())) ?>.</p>
<?php endif ?>
<?php if ($report === null || $arithmetic === null) : ?>
<?= $view->render('orders', compact('orders')) ?>
<?= $view->render('history', compact('history', 'product')) ?>
<p><?= $say('no_report') ?></p>
<?php else : ?>
<p class="vfs-quiet"><?= $say($reading, ['age' => $view->age($product->knownAt)]) ?></p>
<dl>
    <?php if ($package !== null) : ?>
    <dt><?= $say('package') ?></dt><dd><?= $say('package_words', ['name' => $package->name, 'id' => $package->id, 'memory' => $words->amount('memory', $package->memory), 'cpu' => $words->amount('cpu', $package->cpu), 'storage' => $words->amount('storage', $package->storage)]) ?><?= $package->storageType > 0 ? $say('package_type', ['type' => $package->storageType]) : '' ?></dd>
    <?php endif ?>
    <dt><?= $say('buffer') ?></dt><dd><?= $say('buffer_words', ['percent' => (string) $report->buffer]) ?></dd>
    <dt><?= $say('ipv4') ?></dt><dd><?= $report->ipv4Required === 0 ? $say('ipv4_words_none') : $escape($words->count('ipv4_words', $report->ipv4Required)) ?></dd>
    <?php if ($product->onOrder !== null) : ?>
    <dt><?= $say('on_order') ?></dt><dd><?= $escape($product->onOrder) ?></dd>
    <?php endif ?>
    <?php if ($report->groups !== []) : ?>
    <dt><?= $say('sum') ?></dt><dd class="vfs-sum"><?= $escape($arithmetic->terms()) ?><?= $product->known !== null && $product->known !== $report->quantity ? $say('sum_published', ['quantity' => Words::number($product->known)]) : '' ?></dd>
    <?php endif ?>
</dl>
<?= $view->render('orders', compact('orders')) ?>
<?= $view->render('history', compact('history', 'product')) ?>
    <?php if ($report->groups !== [] && $package !== null && $whatIf !== null) : ?>
<form method="get" action="<?= $escape(explode('?', $link)[0]) ?>#vfs-what-if">
        <?php foreach ($view->linkFields() + ['product' => (string) $product->id] as $name => $value) : ?>
    <input type="hidden" name="<?= $escape($name) ?>" value="<?= $escape($value) ?>">
        <?php endforeach ?>
    <p class="vfs-quiet"><?= $say('legend') ?></p>
    <ul class="vfs-legend">
        <?php foreach (['used', 'held', 'reserved', 'need', 'short', 'usable'] as $kind) : ?>
        <li><i class="vfs-<?= $kind ?>" aria-hidden="true"></i><?= $say("legend_{$kind}") ?></li>
        <?php endforeach ?>
    </ul>
        <?php foreach ($report->groups as $group) : ?>
            <?= $view->render('group', compact('words', 'group', 'package', 'report', 'whatIf', 'arithmetic')) ?>
        <?php endforeach ?>
        <?php if ($report->groupsLeftOut > 0) : ?>
    <p><?= $say('groups_left_out', ['n' => $report->groupsLeftOut]) ?></p>
        <?php endif ?>
        <?= $view->render('what_if', compact('words', 'whatIf', 'report')) ?>
</form>
    <?php endif ?>
<?php endif ?>
</div>
