<?php

/*
 * The orders that are not built yet, on a product's page. Every value from outside goes through $escape or $say.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\OrderList $orders
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$columns = ['service', 'order', 'age', 'paid', 'size', 'costs'];

?>
<section aria-labelledby="vfs-orders">
<h3 id="vfs-orders"><?= $say('on_order') ?></h3>
<?php if (!$orders->isRead) : ?>
<p class="vfs-bad"><?= $say('orders_unreadable') ?></p>
<?php elseif ($orders->lines === []) : ?>
<p class="vfs-quiet"><?= $say('orders_none') ?></p>
<?php else : ?>
<table class="table vfs-cards vfs-plain" role="table">
    <caption class="vfs-unseen"><?= $say('orders_caption') ?></caption>
    <thead role="rowgroup"><tr role="row">
    <?php foreach ($columns as $column) : ?>
        <th scope="col" role="columnheader"><?= $say("orders_{$column}") ?></th>
    <?php endforeach ?>
    </tr></thead>
    <tbody role="rowgroup">
    <?php foreach ($orders->lines as $line) : ?>
    <tr role="row" class="<?= $line->problem === null ? '' : 'vfs-attention' ?>">
        <td role="cell" data-label="<?= $say('orders_service') ?>">#<?= $line->service ?> <span class="vfs-quiet"><?= $escape($line->productName) ?></span></td>
        <td role="cell" data-label="<?= $say('orders_order') ?>"><?= $line->order === 0 ? '&ndash;' : "#{$line->order}" ?></td>
        <td role="cell" data-label="<?= $say('orders_age') ?>"><?= $escape($view->age($line->orderedAt)) ?><?php if ($line->end !== null) : ?>
            <small class="vfs-below"><?= $escape($line->end) ?></small>
        <?php endif ?></td>
        <td role="cell" data-label="<?= $say('orders_paid') ?>"><?= $say($line->isPaid ? 'orders_is_paid' : 'orders_is_unpaid') ?></td>
        <td role="cell" data-label="<?= $say('orders_size') ?>"><?= $escape($line->size) ?></td>
        <td role="cell" data-label="<?= $say('orders_costs') ?>"><?= $line->costs === null ? $say('orders_not_counted') : Words::number($line->costs) ?><?php if ($line->problem !== null) : ?>
            <strong class="vfs-bad vfs-below"><?= $escape($line->problem) ?></strong>
        <?php endif ?></td>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
    <?php if ($orders->further > 0) : ?>
<p><?= $escape($words->count('orders_further', $orders->further)) ?></p>
    <?php endif ?>
<?php endif ?>
</section>
