<?php

/*
 * The dashboard widget.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var string $link
 * @var array<string, mixed> $data
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}


?>
<div class="widget-content-padded">
<?php if ($data['advice'] !== null) : ?>
    <div class="alert alert-danger" role="alert"><?= $escape($data['advice']) ?></div>
<?php endif ?>
<?php foreach (['sold_out' => 'widget_sold_out', 'not_updated' => 'widget_not_updated'] as $kind => $key) : ?>
    <p><strong><?= $escape($words->count($key, $data["{$kind}_count"])) ?></strong></p>
    <?php if ($data[$kind] !== []) : ?>
    <ul>
        <?php foreach ($data[$kind] as $product) : ?>
        <li><a href="<?= $escape("{$link}&product={$product['id']}") ?>">#<?= $product['id'] ?> <?= $escape($product['name']) ?></a>: <?= $escape($product['sentence']) ?></li>
        <?php endforeach ?>
        <?php if ($data["{$kind}_count"] > count($data[$kind])) : ?>
        <li><?= $say('widget_further', ['n' => $data["{$kind}_count"] - count($data[$kind])]) ?></li>
        <?php endif ?>
    </ul>
    <?php endif ?>
<?php endforeach ?>
    <p><?= $data['on_order'] === null ? $say('orders_unreadable') : $escape($words->count('widget_on_order', $data['on_order'])) ?>
    <?php if ($data['without_room'] > 0) : ?>
        <strong class="text-danger"><?= $escape($words->count('widget_without_room', $data['without_room'])) ?></strong>
    <?php endif ?></p>
    <p><?= $escape($words->count('widget_of', $data['total'])) ?>.
        <?= $data['swept'] === null ? $say('no_sweep') : $say('last_sweep', ['age' => $view->age($data['swept'])]) ?></p>
    <p><a href="<?= $escape($link) ?>"><?= $say('widget_open') ?></a></p>
</div>
