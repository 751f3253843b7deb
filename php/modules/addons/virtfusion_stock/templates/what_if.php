<?php

/*
 * "What if": the form, and its answer.
 *
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\WhatIf $whatIf
 * @var WHMCS\Module\Addon\VirtfusionStock\Report\Report $report
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Admin\WhatIf;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$number = static fn (?int $n): string => match ($n) {
    null => $words->say('what_if_open'),
    PHP_INT_MAX => $words->say('no_limit'),
    default => Words::number($n),
};

?>
<section id="vfs-what-if" aria-labelledby="vfs-what-if-title">
<h3 id="vfs-what-if-title"><?= $say('what_if') ?></h3>
<p class="vfs-quiet"><?= $say('what_if_intro') ?></p>
<div class="vfs-fields">
    <?php foreach (['buffer' => $whatIf->buffer] + $whatIf->need as $field => $value) : ?>
    <label><?= $say("what_if_{$field}") ?> <input class="form-control" name="<?= $field ?>" inputmode="decimal" value="<?= $escape($value) ?>"<?= in_array($field, $whatIf->complaints, true) ? ' aria-invalid="true"' : '' ?>></label>
    <?php endforeach ?>
    <button class="btn btn-default"><?= $say('what_if_compute') ?></button>
</div>
<?php foreach ($whatIf->complaints as $field) : ?>
<p class="vfs-bad" role="alert"><?= $say('what_if_bad', ['field' => $words->say("what_if_{$field}"), 'least' => 0, 'most' => Words::number(WhatIf::most($field))]) ?></p>
<?php endforeach ?>
<?php if ($whatIf->isAsked && $whatIf->complaints === []) : ?>
<p class="vfs-sum" role="status"><strong><?= $whatIf->quantity === null ? $say('what_if_unknown') : $say('what_if_result', ['quantity' => $number($whatIf->quantity), 'before' => $number($report->quantity)]) ?></strong></p>
    <?php foreach ($report->groups as $group) : ?>
        <?php if ($group->restHypervisors > 0) : ?>
<p><?= $escape(Text::sentence($words->say('what_if_rest', ['group' => $words->group($group->id)]))) ?></p>
        <?php endif ?>
    <?php endforeach ?>
<table class="table vfs-small">
    <caption class="vfs-unseen"><?= $say('what_if_caption') ?></caption>
    <thead><tr><th scope="col"><?= $say('what_if_group') ?></th><th scope="col" class="vfs-number"><?= $say('what_if_now') ?></th><th scope="col" class="vfs-number"><?= $say('what_if_then') ?></th></tr></thead>
    <tbody>
    <?php foreach ($whatIf->groups as $group) : ?>
    <tr><td><?= $escape($words->groupTitle($group['id'])) ?></td><td class="vfs-number"><?= $escape($number($group['before'])) ?></td><td class="vfs-number"><?= $escape($number($group['after'])) ?></td></tr>
    <?php endforeach ?>
    </tbody>
</table>
<?php endif ?>
</section>
