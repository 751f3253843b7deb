<?php

/*
 * One product: its sum, a picture of each group, and "what if". Every value from outside goes through $escape.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\View $view
 * @var callable(string, array<string, mixed>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Words $words
 * @var string $link
 * @var array<string, mixed> $product
 * @var array<string, mixed>|null $report
 * @var WHMCS\Module\Addon\VirtfusionStock\WhatIf|null $whatIf
 * @var WHMCS\Module\Addon\VirtfusionStock\Arithmetic|null $arithmetic
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Words;

$package = $report['package'] ?? null;

?>
<?= $view->render('style', []) ?>
<div class="vfs">
<p><a href="<?= $escape($link) ?>">&larr; <?= $say('overview') ?></a></p>
<h2>#<?= $product['id'] ?> <?= $escape($product['name']) ?>: <?= Words::number($product['quantity']) ?>
    <span class="vfs-badge vfs-<?= $product['state'] ?>"><?= $say("state_{$product['state']}") ?></span></h2>
<p><?= $escape($product['sentence']) ?>.
<?php if ($product['advice'] !== null) : ?>
    <span class="vfs-advice"><strong><?= $say('what_to_do') ?></strong> <?= $escape($product['advice']) ?></span>
<?php endif ?>
</p>
<?php if ($product['failures'] > 0) : ?>
<p class="vfs-bad"><?= $say('attempt_failed', ['age' => $product['attempted'], 'times' => $words->count('times', $product['failures']), 'since' => $product['failing_since']]) ?></p>
<?php endif ?>
<?php if ($report === null) : ?>
<p><?= $say('no_report') ?></p>
<?php else : ?>
<p class="vfs-quiet"><?= $say('report_of', ['age' => $product['age']]) ?></p>
<dl>
    <?php if ($package !== null) : ?>
    <dt><?= $say('package') ?></dt><dd><?= $say('package_words', ['name' => (string) $package['name'], 'id' => $package['id'], 'memory' => Words::number($package['memory']), 'cpu' => Words::number($package['cpuCores']), 'storage' => Words::number($package['primaryStorage'])]) ?><?= $package['primaryStorageProfile'] > 0 ? $say('package_type', ['type' => $package['primaryStorageProfile']]) : '' ?></dd>
    <?php endif ?>
    <dt><?= $say('buffer') ?></dt><dd><?= $say('buffer_words', ['percent' => (string) (float) $report['buffer_pct']]) ?></dd>
    <dt><?= $say('ipv4') ?></dt><dd><?= $report['ipv4_required'] === 0 ? $say('ipv4_words_none') : $escape($words->count('ipv4_words', $report['ipv4_required'])) ?></dd>
    <?php if ($report['groups'] !== []) : ?>
    <dt><?= $say('sum') ?></dt><dd class="vfs-sum"><?= $escape($arithmetic->terms()) ?><?= $product['known'] !== null && $product['known'] !== $report['quantity'] ? $say('sum_published', ['quantity' => Words::number($product['known'])]) : '' ?></dd>
    <?php endif ?>
</dl>
    <?php if ($report['groups'] !== []) : ?>
<form method="get" action="<?= $escape(explode('?', $link)[0]) ?>#vfs-what-if">
        <?php foreach ($view->linkFields() + ['product' => (string) $product['id']] as $name => $value) : ?>
    <input type="hidden" name="<?= $escape($name) ?>" value="<?= $escape($value) ?>">
        <?php endforeach ?>
    <p class="vfs-quiet"><?= $say('legend') ?></p>
    <ul class="vfs-legend">
        <?php foreach (['used', 'reserved', 'need', 'short', 'usable'] as $kind) : ?>
        <li><i class="vfs-<?= $kind ?>" aria-hidden="true"></i><?= $say("legend_{$kind}") ?></li>
        <?php endforeach ?>
    </ul>
        <?php foreach ($report['groups'] as $group) : ?>
            <?= $view->render('group', compact('group', 'package', 'report', 'whatIf', 'arithmetic')) ?>
        <?php endforeach ?>
        <?php if (($report['groups_left_out'] ?? 0) > 0) : ?>
    <p><?= $say('groups_left_out', ['n' => $report['groups_left_out']]) ?></p>
        <?php endif ?>
        <?= $package === null ? '' : $view->render('what_if', compact('whatIf', 'report')) ?>
</form>
    <?php endif ?>
<?php endif ?>
</div>
