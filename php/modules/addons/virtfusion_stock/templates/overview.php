<?php

/*
 * The products with what is known of them. Every value from outside goes through $escape.
 *
 * @var callable(string): string $say
 * @var callable(mixed): string $escape
 * @var string $link
 * @var string $token
 * @var string|null $advice
 * @var bool $previewOnly
 * @var list<array<string, mixed>> $products
 * @var WHMCS\Module\Addon\VirtfusionStock\Outcome|null $outcome
 * @var string|null $action
 */

declare(strict_types=1);

?>
<?php if ($advice !== null) : ?>
<div class="alert alert-danger" role="alert"><?= $escape($advice) ?></div>
<?php endif ?>
<?php if ($previewOnly) : ?>
<div class="alert alert-info"><?= $say('preview_only') ?></div>
<?php endif ?>
<p><?= $say('intro') ?></p>
<?php if ($advice === null) : ?>
<form method="post" action="<?= $escape($link) ?>">
    <input type="hidden" name="token" value="<?= $escape($token) ?>">
    <button class="btn btn-primary" name="action" value="recalculate"><?= $say('recalculate') ?></button>
    <button class="btn btn-default" name="action" value="preview"><?= $say('preview') ?></button>
</form>
<?php endif ?>
<?php if ($outcome !== null && !$outcome->started) : ?>
<div class="alert alert-warning" role="status"><?= $say('blocked') ?></div>
<?php elseif ($outcome !== null) : ?>
<h3><?= $say($action === 'preview' ? 'would' : 'result') ?></h3>
    <?php $shown = array_filter($outcome->readings, static fn ($r): bool => !$r->known() || $r->differs()) ?>
    <?php if ($shown === []) : ?>
<p><?= $say('nothing_changes') ?></p>
    <?php else : ?>
<table class="table table-striped">
    <thead><tr>
        <th><?= $say('product') ?></th><th><?= $say('before') ?></th>
        <th><?= $say('after') ?></th><th><?= $say('reason') ?></th>
    </tr></thead>
    <tbody>
        <?php foreach ($shown as $reading) : ?>
    <tr>
        <td>#<?= $reading->product ?> <?= $escape($reading->name) ?></td>
        <td><?= $reading->before ?></td>
        <td><?= $reading->quantity ?? $say('unknown') ?></td>
        <td><?= $escape(trim("{$reading->reason} {$reading->error}")) ?></td>
    </tr>
        <?php endforeach ?>
    </tbody>
</table>
    <?php endif ?>
<?php endif ?>
<?php if ($products === []) : ?>
<p><?= $say('no_products') ?></p>
<?php else : ?>
<table class="table table-striped" id="virtfusion-stock-products">
    <thead><tr>
        <th><?= $say('product') ?></th><th><?= $say('quantity') ?></th><th><?= $say('panel_quantity') ?></th>
        <th><?= $say('age') ?></th><th><?= $say('reason') ?></th>
    </tr></thead>
    <tbody>
    <?php foreach ($products as $product) : ?>
    <tr>
        <td>#<?= $product['id'] ?> <?= $escape($product['name']) ?></td>
        <td><?= $product['quantity'] ?></td>
        <td><?= $product['known'] ?? $say('unknown') ?></td>
        <td<?= $product['failing'] ? ' class="text-danger"' : '' ?>><?= $escape($product['age']) ?></td>
        <td><?= $escape(trim("{$product['reason']} {$product['error']}")) ?></td>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
<?php endif ?>
