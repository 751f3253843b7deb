<?php

/*
 * One product of the overview. Every value from outside goes through $escape or $say.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var string $link
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\ProductLine $product
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$by = $product->change();
$bad = $product->failures > 0 ? 'vfs-bad' : '';

?>
    <tr role="row" class="<?= $product->attention ? 'vfs-attention' : '' ?>" data-attention="<?= (int) $product->attention ?>" data-not-updated="<?= (int) $product->isNotUpdated() ?>" data-sold-out="<?= (int) $product->isSoldOut() ?>">
        <td role="cell" data-sort="<?= $escape($product->name) ?>"><a href="<?= $escape("{$link}&product={$product->id}") ?>">#<?= $product->id ?> <?= $escape($product->name) ?></a>
            <span class="vfs-badges"><span class="vfs-badge vfs-<?= $product->state ?>"><?= $say("state_{$product->state}") ?></span>
            <?php if ($product->attention) : ?>
            <span class="vfs-badge vfs-bad"><?= $say('attention') ?></span>
            <?php endif ?>
            </span></td>
        <td role="cell" class="vfs-number" data-label="<?= $say('quantity') ?>" data-sort="<?= $product->quantity ?>"><span class="vfs-quantity"><?= Words::number($product->quantity) ?></span>
            <?php if ($product->isUnlimited) : ?>
            <small class="vfs-below"><?= $say('no_limit') ?></small>
            <?php endif ?>
            <?php if ($product->range !== null) : ?>
            <small class="vfs-below"><?= $escape($product->range) ?></small>
            <?php endif ?>
            <?php if ($product->known !== null && $product->known !== $product->quantity) : ?>
            <small class="vfs-below"><?= $say('shop_differs', ['known' => Words::number($product->known)]) ?></small>
            <?php endif ?>
        </td>
        <td role="cell" data-label="<?= $say('on_order') ?>" data-sort="<?= $product->held ?>"><?= $product->onOrder === null && $product->withoutRoom === [] ? '&ndash;' : $escape((string) $product->onOrder) ?><?php if ($product->withoutRoom !== []) : ?>
            <a class="vfs-bad vfs-below" href="<?= $escape("{$link}&product={$product->id}#vfs-orders") ?>"><?= $escape($words->count('on_order_without_room', count($product->withoutRoom))) ?></a>
        <?php endif ?></td>
        <td role="cell" data-label="<?= $say('trend') ?>" data-sort="<?= 1000000000000 + $by ?>"><?php
        if ($by === 0) {
            echo '<span class="vfs-quiet">', $say('trend_none'), '</span>';
        } else {
            echo '<span aria-hidden="true">', $by > 0 ? '▲' : '▼', '</span> ', $say($by > 0 ? 'trend_up' : 'trend_down', [
                'by' => Words::number(abs($by)),
                'before' => Words::number((int) $product->previous),
                'age' => $view->age($product->changedAt),
            ]);
        }
        ?></td>
        <td role="cell" data-label="<?= $say('groups') ?>" data-sort="<?= $product->groups[0] ?? 0 ?>"><?= $product->groups === [] ? '&ndash;' : $escape(implode(', ', array_slice($product->groupNames, 0, 3)) . (count($product->groups) > 3 ? ', ' . $words->say('groups_further', ['n' => count($product->groups) - 3]) : '')) ?></td>
        <td role="cell" data-sort="<?= $escape($product->sentence) ?>"><?= $escape(Text::sentence($product->sentence)) ?>
            <?php if ($product->attention && $product->advice !== null) : ?>
            <span class="vfs-advice"><strong><?= $say('what_to_do') ?></strong> <?= $escape($product->advice) ?></span>
            <?php endif ?>
        </td>
        <td role="cell" class="<?= $bad ?>" data-label="<?= $say('age') ?>" data-sort="<?= $product->knownAt ?? 0 ?>"><?= $product->knownAt === null ? $say('no_reading') : $escape($view->age($product->knownAt)) ?></td>
        <td role="cell" class="<?= $bad ?>" data-label="<?= $say('attempt') ?>" data-sort="<?= $product->failures ?>"><?= $escape($product->attempt($words, $view->now())) ?></td>
        <td role="cell" class="vfs-actions"><button class="btn btn-default btn-xs" form="vfs-one" name="product" value="<?= $product->id ?>" aria-label="<?= $say('recalculate_one_named', ['product' => "#{$product->id}"]) ?>"><?= $say('recalculate_one') ?></button>
            <a href="configproducts.php?action=edit&amp;id=<?= $product->id ?>" aria-label="<?= $say('edit_product_named', ['product' => "#{$product->id}"]) ?>"><?= $say('edit_short') ?></a></td>
    </tr>
