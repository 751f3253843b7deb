<?php

/*
 * "What if": fields, and what would then come out.
 *
 * @var callable(string, array<string, mixed>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Words $words
 * @var WHMCS\Module\Addon\VirtfusionStock\WhatIf $whatIf
 * @var array<string, mixed> $report
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\WhatIf;
use WHMCS\Module\Addon\VirtfusionStock\Words;

$number = static fn (?int $n): string => $n === null ? $say('unknown') : ($n === PHP_INT_MAX ? $say('sum_unlimited') : Words::number($n));

?>
<section id="vfs-what-if" aria-labelledby="vfs-what-if-title">
<h3 id="vfs-what-if-title"><?= $say('what_if') ?></h3>
<p class="vfs-quiet"><?= $say('what_if_intro') ?></p>
<div class="vfs-fields">
    <?php foreach (['buffer' => $whatIf->buffer] + $whatIf->package as $field => $value) : ?>
    <label><?= $say("what_if_{$field}") ?> <input class="form-control" name="<?= $field ?>" inputmode="decimal" value="<?= $escape($value) ?>"<?= in_array($field, $whatIf->complaints, true) ? ' aria-invalid="true"' : '' ?>></label>
    <?php endforeach ?>
    <button class="btn btn-default"><?= $say('what_if_compute') ?></button>
</div>
<?php foreach ($whatIf->complaints as $field) : ?>
<p class="vfs-bad" role="alert"><?= $say('what_if_bad', ['field' => $words->say("what_if_{$field}"), 'least' => 0, 'most' => Words::number(WhatIf::most($field))]) ?></p>
<?php endforeach ?>
<?php if ($whatIf->isAsked && $whatIf->complaints === []) : ?>
<p class="vfs-sum" role="status"><strong><?= $whatIf->quantity === null ? $say('what_if_unknown') : $escape($words->say('what_if_result', ['quantity' => $whatIf->quantity === PHP_INT_MAX ? $words->say('sum_unlimited') : Words::number($whatIf->quantity), 'before' => $report['quantity'] === null ? $words->say('unknown') : Words::number($report['quantity'])])) ?></strong></p>
    <?php foreach ($report['groups'] as $group) : ?>
        <?php if (isset($group['rest'])) : ?>
<p><?= $say('what_if_rest', ['id' => $group['id']]) ?></p>
        <?php endif ?>
    <?php endforeach ?>
<table class="table" style="max-width:420px">
    <caption><?= $say('what_if_caption') ?></caption>
    <thead><tr><th scope="col"><?= $say('groups') ?></th><th scope="col" class="vfs-number"><?= $say('what_if_now') ?></th><th scope="col" class="vfs-number"><?= $say('what_if_then') ?></th></tr></thead>
    <tbody>
    <?php foreach ($whatIf->groups as $group) : ?>
    <tr><td><?= $say('group', ['id' => $group['id']]) ?></td><td class="vfs-number"><?= $number($group['before']) ?></td><td class="vfs-number"><?= $number($group['after']) ?></td></tr>
    <?php endforeach ?>
    </tbody>
</table>
<?php endif ?>
</section>
