<?php

/*
 * The products with what is known of them. Every value from outside goes through $escape.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\View $view
 * @var callable(string, array<string, mixed>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Words $words
 * @var string $link
 * @var string $token
 * @var string|null $advice
 * @var bool $previewOnly
 * @var string|null $swept
 * @var list<array<string, mixed>> $products
 * @var array<int, WHMCS\Module\Addon\VirtfusionStock\Panel> $panels
 * @var array{running: bool, phase: string, words: string} $progress
 * @var array{tier: string, place: string, why: ?string, since: int, entries: ?int, bytes: ?int, counted_since: int,
 *     hits: int, misses: int, waits: int, requests: int}|null $cache VirtFusionDirect\Cache::facts()
 * @var WHMCS\Module\Addon\VirtfusionStock\Result|null $result
 * @var array{good: bool, words: string}|null $check
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Age;
use WHMCS\Module\Addon\VirtfusionStock\Words;

$columns = ['product' => '', 'quantity' => 'vfs-number', 'trend' => '', 'groups' => '', 'why' => '', 'age' => '', 'attempt' => ''];

?>
<?= $view->render('style', []) ?>
<div class="vfs" data-running="<?= $progress['running'] ? '1' : '0' ?>">
<?php if ($advice !== null) : ?>
<div class="alert alert-danger" role="alert"><?= $escape($advice) ?></div>
<?php endif ?>
<?php if ($previewOnly) : ?>
<div class="alert alert-info"><?= $say('preview_only') ?></div>
<?php endif ?>
<p><?= $say('intro') ?> <?= $swept === null ? $say('no_sweep') : $say('last_sweep', ['age' => $swept]) ?></p>
<?php if ($advice === null) : ?>
<div class="vfs-tools">
<form method="post" action="<?= $escape($link) ?>" data-vfs>
    <input type="hidden" name="token" value="<?= $escape($token) ?>">
    <button class="btn btn-primary" name="action" value="recalculate"><?= $say('recalculate') ?></button>
    <button class="btn btn-default" name="action" value="preview"><?= $say('preview') ?></button>
</form>
    <?php foreach ($panels as $id => $panel) : ?>
<form method="post" action="<?= $escape($link) ?>" data-vfs>
    <input type="hidden" name="token" value="<?= $escape($token) ?>">
    <input type="hidden" name="server" value="<?= $id ?>">
    <button class="btn btn-default" name="action" value="check"><?= $say('check_named', ['panel' => $panel->label()]) ?></button>
</form>
    <?php endforeach ?>
</div>
    <?php if ($panels === []) : ?>
<div class="alert alert-warning"><?= $say('no_panels') ?></div>
    <?php endif ?>
<?php endif ?>
<div id="vfs-status" role="status" aria-live="polite" <?= $progress['running'] ? 'class="alert alert-info vfs-running"' : 'hidden' ?>><?= $progress['running'] ? $escape($progress['words']) : '' ?></div>
<?php if ($progress['phase'] === 'broken') : ?>
<div class="alert alert-warning"><?= $escape($progress['words']) ?></div>
<?php endif ?>
<?php if ($check !== null) : ?>
<div class="alert alert-<?= $check['good'] ? 'success' : 'danger' ?>" role="status" id="vfs-result" tabindex="-1"><?= $escape($check['words']) ?></div>
<?php endif ?>
<?= $result === null ? '' : $view->render('result', ['result' => $result]) ?>
<?php if ($products === []) : ?>
<p><?= $say('no_products') ?></p>
<?php else : ?>
<div class="vfs-tools" id="vfs-filters" hidden>
    <label><?= $say('search') ?> <input class="form-control" type="search" id="vfs-search" autocomplete="off"></label>
    <label><?= $say('show') ?> <select class="form-control" id="vfs-filter">
        <option value="all"><?= $say('show_all') ?></option>
        <option value="attention"><?= $say('show_attention') ?></option>
        <option value="sold-out"><?= $say('show_sold_out') ?></option>
    </select></label>
    <span id="vfs-shown" role="status" class="vfs-quiet"></span>
</div>
<table class="table vfs-cards" id="vfs-products" role="table">
    <caption><?= $say('products') ?></caption>
    <thead role="rowgroup"><tr role="row">
        <?php foreach ($columns as $column => $class) : ?>
        <th scope="col" role="columnheader" class="<?= $class ?>"><button type="button" title="<?= $say('sort', ['column' => $words->say($column)]) ?>"><?= $say($column) ?></button></th>
        <?php endforeach ?>
    </tr></thead>
    <tbody role="rowgroup">
    <?php foreach ($products as $product) : ?>
        <?php
        $by = $product['known'] === null || $product['previous'] === null ? 0 : $product['known'] - $product['previous'];
        $trend = $by === 0 ? 'trend_none' : ($by > 0 ? 'trend_up' : 'trend_down');
        ?>
    <tr role="row" class="<?= $product['attention'] ? 'vfs-attention' : '' ?>" data-attention="<?= (int) $product['attention'] ?>" data-sold-out="<?= (int) ($product['state'] === 'sold_out') ?>">
        <td role="cell" data-sort="<?= $escape($product['name']) ?>"><a href="<?= $escape("{$link}&product={$product['id']}") ?>">#<?= $product['id'] ?> <?= $escape($product['name']) ?></a><br>
            <span class="vfs-badge vfs-<?= $product['state'] ?>"><?= $say("state_{$product['state']}") ?></span>
            <?php if ($product['attention']) : ?>
            <span class="vfs-badge vfs-bad"><?= $say('attention') ?></span>
            <?php endif ?>
        </td>
        <td role="cell" class="vfs-number" data-label="<?= $say('quantity') ?>" data-sort="<?= $product['quantity'] ?>"><span class="vfs-quantity"><?= Words::number($product['quantity']) ?></span>
            <?php if ($product['known'] !== null && $product['known'] !== $product['quantity']) : ?>
            <br><small><?= $say('shop_differs', ['known' => Words::number($product['known'])]) ?></small>
            <?php endif ?>
        </td>
        <td role="cell" data-label="<?= $say('trend') ?>" data-sort="<?= 1000000000000 + $by ?>"><span aria-hidden="true"><?= $by === 0 ? '' : ($by > 0 ? '▲' : '▼') ?></span>
            <?= $say($trend, ['by' => Words::number(abs($by)), 'before' => Words::number((int) $product['previous']), 'age' => $product['changed']]) ?></td>
        <td role="cell" data-label="<?= $say('groups') ?>" data-sort="<?= $product['groups'][0] ?? 0 ?>"><?= $product['groups'] === [] ? '&ndash;' : $escape(implode(', ', $product['groups'])) ?></td>
        <td role="cell" data-sort="<?= $escape($product['sentence']) ?>"><?= $escape($product['sentence']) ?>
            <?php if ($product['attention'] && $product['advice'] !== null) : ?>
            <span class="vfs-advice"><strong><?= $say('what_to_do') ?></strong> <?= $escape($product['advice']) ?></span>
            <?php endif ?>
        </td>
        <td role="cell" class="<?= $product['failures'] > 0 ? 'vfs-bad' : '' ?>" data-label="<?= $say('age') ?>" data-sort="<?= $product['known_at'] ?>"><?= $product['known_at'] === 0 ? $say('never_known') : $say('known', ['age' => $product['age']]) ?></td>
        <td role="cell" class="<?= $product['failures'] > 0 ? 'vfs-bad' : '' ?>" data-label="<?= $say('attempt') ?>" data-sort="<?= $product['failures'] ?>"><?php
        if ($product['failures'] > 0) {
            echo $say('attempt_failed', [
                'age' => $product['attempted'],
                'times' => $words->count('times', $product['failures']),
                'since' => $product['failing_since'],
            ]);
        } else {
            echo $product['attempted'] === 'never' ? $say('never') : $say('attempt_good', ['age' => $product['attempted']]);
        }
        ?></td>
    </tr>
    <?php endforeach ?>
    </tbody>
</table>
<?php endif ?>
<?php if ($cache !== null && $cache['tier'] === 'process') : ?>
<div class="alert alert-warning" id="vfs-cache"><?= $say('cache_alone', ['why' => (string) $cache['why']]) ?></div>
<?php elseif ($cache !== null) : ?>
<p class="vfs-quiet" id="vfs-cache"><?= $say('cache_shared', [
    'place' => $cache['place'],
    'since' => Age::words(gmdate('Y-m-d H:i:s', $cache['since'])),
    'entries' => $words->count('cache_entries', (int) $cache['entries']),
    'size' => Words::number(intdiv((int) $cache['bytes'] + 1023, 1024)),
]) ?> <?= $say('cache_counts', [
    'hits' => Words::number($cache['hits']),
    'misses' => Words::number($cache['misses']),
    'waits' => Words::number($cache['waits']),
    'requests' => Words::number($cache['requests']),
    'since' => Age::words(gmdate('Y-m-d H:i:s', $cache['counted_since'])),
]) ?></p>
<?php endif ?>
</div>
<?= $view->render('script', []) ?>
