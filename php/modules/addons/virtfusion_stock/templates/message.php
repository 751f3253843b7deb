<?php

/*
 * One message in place of the page.
 *
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var string $message
 * @var string $link
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

?>
<div class="alert alert-danger" role="alert"><?= $say($message) ?></div>
<p><a href="<?= $escape($link) ?>"><?= $say('overview') ?></a></p>
