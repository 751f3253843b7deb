<?php

/*
 * Whether the numbers of the last days were right: one line of the overview.
 *
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var array{created: int, created_at_zero: int, refused: int} $proof
 */

declare(strict_types=1);

use WHMCS\Module\Addon\VirtfusionStock\History\Proof;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Words;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

?>
<p id="vfs-proof"><?= $say('proof_days', ['n' => Proof::DAYS]) ?>: <?= $escape($words->count('proof_created', $proof['created'])) ?>,
    <strong class="<?= $proof['refused'] > 0 ? 'vfs-bad' : '' ?>"><?= $say('proof_refused', ['n' => Words::number($proof['refused'])]) ?></strong>,
    <?= $say('proof_at_zero', ['n' => Words::number($proof['created_at_zero'])]) ?>.</p>
