<?php

/*
 * The result of a recalculation or a preview.
 *
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var string $link
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\Result $result
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

?>
<?php if (!$result->started) : ?>
<div class="alert alert-warning" role="status" id="vfs-result" tabindex="-1"><?= $say('blocked') ?></div>
<?php else : ?>
<section id="vfs-result" tabindex="-1" aria-labelledby="vfs-result-title">
    <h3 id="vfs-result-title"><?= $say($result->isPreview ? 'would' : 'result') ?></h3>
    <p role="status"><?= $escape($result->counts) ?>.</p>
    <?php if ($result->lines === []) : ?>
    <p><?= $say('nothing_changes') ?></p>
    <?php else : ?>
    <table class="table vfs-cards vfs-plain" role="table">
        <caption class="vfs-unseen"><?= $say($result->isPreview ? 'would' : 'result') ?></caption>
        <thead role="rowgroup"><tr role="row">
            <th scope="col" role="columnheader"><?= $say('product') ?></th>
            <th scope="col" role="columnheader" class="vfs-number"><?= $say('before') ?></th>
            <th scope="col" role="columnheader" class="vfs-number"><?= $say('after') ?></th>
            <th scope="col" role="columnheader"><?= $say('why') ?></th>
        </tr></thead>
        <tbody role="rowgroup">
        <?php foreach ($result->lines as $line) : ?>
        <tr role="row">
            <td role="cell"><a href="<?= $escape("{$link}&product={$line['id']}") ?>">#<?= $line['id'] ?> <?= $escape($line['name']) ?></a></td>
            <td role="cell" class="vfs-number" data-label="<?= $say('before') ?>"><?= Words::number($line['before']) ?></td>
            <td role="cell" class="vfs-number" data-label="<?= $say('after') ?>"><?= $line['after'] === null ? $say('unknown') : Words::number($line['after']) ?></td>
            <td role="cell"><?= $escape(Text::sentence($line['sentence'])) ?>
                <?php if ($line['advice'] !== null) : ?>
                <span class="vfs-advice"><strong><?= $say('what_to_do') ?></strong> <?= $escape($line['advice']) ?></span>
                <?php endif ?>
            </td>
        </tr>
        <?php endforeach ?>
        </tbody>
    </table>
    <?php endif ?>
</section>
<?php endif ?>
