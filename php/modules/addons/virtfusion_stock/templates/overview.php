<?php

/*
 * The overview of all products. Every value from outside goes through $escape or $say.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var string $link
 * @var string $token
 * @var string|null $advice
 * @var WHMCS\Module\Addon\VirtfusionStock\Shop\Settings $settings
 * @var int|null $swept
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\Overview $overview
 * @var array<int, WHMCS\Module\Addon\VirtfusionStock\Panel\Panel> $panels
 * @var WHMCS\Module\Addon\VirtfusionStock\Sweep\Step $step
 * @var array{tier: string, place: string, why: ?string, since: int, entries: ?int, bytes: ?int, counted_since: int,
 *     hits: int, misses: int, waits: int, requests: int}|null $cache VirtFusionDirect\Cache::facts()
 * @var array{kind: 'named'|'row'|'file', why: string} $lock
 * @var list<WHMCS\Module\Addon\VirtfusionStock\Admin\AlertStatus> $alerts
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\Result|null $result
 * @var array{good: bool, words: string}|null $check
 * @var array{created: int, created_at_zero: int, refused: int} $proof
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Admin\AlertStatus;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$columns = ['product' => '', 'quantity' => 'vfs-number', 'on_order' => '', 'trend' => '', 'groups' => '', 'why' => '', 'age' => '', 'attempt' => ''];
// Channels of alerts are above the products while one of them fails.
$channels = $view->render('alerts', ['alerts' => $alerts, 'extension' => $advice === null]);
$isFailing = AlertStatus::isFailing($alerts);

?>
<?= $view->render('style', []) ?>
<?php // Under a shop's "no-referrer" a browser would send the forms below without saying where they come from. ?>
<meta name="referrer" content="same-origin">
<div class="vfs" data-running="<?= $step->isRunning() ? '1' : '0' ?>">
<?= $view->render('tabs', ['tab' => 'overview']) ?>
<?php if ($advice !== null) : ?>
<div class="alert alert-danger" role="alert"><?= $escape($advice) ?></div>
<?php endif ?>
<?php if ($settings->isFirstUse) : ?>
<div class="alert alert-info" id="vfs-first-use"><?= $say('first_use') ?>
    <?php if ($advice === null) : ?>
<form method="post" action="<?= $escape($link) ?>" data-vfs>
    <input type="hidden" name="token" value="<?= $escape($token) ?>">
    <button class="btn btn-primary" name="action" value="startWriting"><?= $say('start_writing') ?></button>
</form>
    <?php endif ?>
</div>
<?php endif ?>
<?php if ($settings->isOn('preview_only')) : ?>
<div class="alert alert-info"><?= $say('preview_only') ?></div>
<?php endif ?>
<?php foreach ($settings->unusable() as $name => $used) : ?>
<div class="alert alert-warning"><?= $say($used === '' ? 'setting_unusable_blank' : 'setting_unusable', ['setting' => Settings::fields()[$name]['FriendlyName'] ?? $name, 'used' => $used]) ?></div>
<?php endforeach ?>
<?php if ($overview->products !== []) : ?>
<p class="vfs-summary"><?= $escape($words->count('summary_all', count($overview->products))) ?>:
    <strong class="<?= $overview->notUpdated() === [] ? '' : 'vfs-bad' ?>"><?= $escape($words->count('result_not_updated', count($overview->notUpdated()))) ?></strong>,
    <strong><?= $escape($words->count('summary_attention', $overview->attention())) ?></strong>,
    <?= $escape($words->count('summary_sold_out', count($overview->soldOut()))) ?>.<?php if ($overview->withoutRoom() > 0) : ?>
    <strong class="vfs-bad"><?= $escape($words->count('summary_without_room', $overview->withoutRoom())) ?></strong><?php endif ?></p>
<?php endif ?>
<p class="vfs-quiet"><?= $say('intro') ?> <?= $swept === null ? $say('no_sweep') : $say('last_sweep', ['age' => $view->age($swept)]) ?></p>
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
<div id="vfs-status" role="status" aria-live="polite" <?= $step->isRunning() ? 'class="alert alert-info vfs-running"' : 'hidden' ?>><?= $step->isRunning() ? $escape($step->words($words)) : '' ?></div>
<?php if ($step->isBroken()) : ?>
<div class="alert alert-warning"><?= $escape($step->words($words)) ?></div>
<?php endif ?>
<?php if ($check !== null) : ?>
<div class="alert alert-<?= $check['good'] ? 'success' : 'danger' ?>" role="status" id="vfs-result" tabindex="-1"><?= $escape($check['words']) ?></div>
<?php endif ?>
<?= $result === null ? '' : $view->render('result', ['result' => $result]) ?>
<?= $isFailing ? $channels : '' ?>
<?php if ($overview->products === []) : ?>
<p><?= $say('no_products') ?></p>
<?php else : ?>
<div class="vfs-tools" id="vfs-filters" hidden>
    <label><?= $say('search') ?> <input class="form-control" type="search" id="vfs-search" autocomplete="off"></label>
    <label><?= $say('show') ?> <select class="form-control" id="vfs-filter" autocomplete="off">
        <?php foreach (['all', 'attention', 'not_updated', 'sold_out'] as $choice) : ?>
        <option value="<?= str_replace('_', '-', $choice) ?>"><?= $say("show_{$choice}") ?></option>
        <?php endforeach ?>
    </select></label>
    <span id="vfs-shown" role="status" class="vfs-quiet"></span>
</div>
<form method="post" action="<?= $escape($link) ?>" id="vfs-one" data-vfs>
    <input type="hidden" name="token" value="<?= $escape($token) ?>">
    <input type="hidden" name="action" value="recalculateOne">
</form>
<table class="table vfs-cards" id="vfs-products" role="table">
    <caption class="vfs-unseen"><?= $say('products') ?></caption>
    <thead role="rowgroup"><tr role="row">
        <?php foreach ($columns as $column => $class) : ?>
        <th scope="col" role="columnheader" class="vfs-column-<?= $column ?> <?= $class ?>"><button type="button" title="<?= $say('sort', ['column' => $words->say($column)]) ?>"><?= $say($column) ?></button></th>
        <?php endforeach ?>
        <th scope="col" role="columnheader" class="vfs-column-actions"><span class="vfs-unseen"><?= $say('actions') ?></span></th>
    </tr></thead>
    <tbody role="rowgroup">
    <?php foreach ($overview->products as $product) : ?>
        <?= $view->render('line', ['product' => $product]) ?>
    <?php endforeach ?>
    </tbody>
</table>
<?php endif ?>
<?= $view->render('proof', ['proof' => $proof]) ?>
<?php if ($cache !== null && $cache['tier'] === 'process') : ?>
<div class="alert alert-warning" id="vfs-cache"><?= $say('cache_alone', ['why' => (string) $cache['why']]) ?></div>
<?php elseif ($cache !== null) : ?>
<p class="vfs-quiet" id="vfs-cache"><?= $say('cache_shared', [
    'place' => $cache['place'],
    'since' => $view->age($cache['since']),
    'entries' => $words->count('cache_entries', (int) $cache['entries']),
    'size' => Words::number(intdiv((int) $cache['bytes'] + 1023, 1024)),
]) ?> <?= $say('cache_counts', [
    'hits' => Words::number($cache['hits']),
    'misses' => Words::number($cache['misses']),
    'waits' => Words::number($cache['waits']),
    'requests' => Words::number($cache['requests']),
    'since' => $view->age($cache['counted_since']),
]) ?></p>
<?php endif ?>
<?= $isFailing ? '' : $channels ?>
<p class="vfs-quiet" id="vfs-lock"><?= $say("lock_{$lock['kind']}", ['why' => $lock['why']]) ?></p>
</div>
<?= $view->render('script', []) ?>
