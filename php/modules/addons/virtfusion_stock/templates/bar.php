<?php

/*
 * A bar with its text.
 *
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\Bar $bar
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

?>
<div role="img" aria-label="<?= $escape($bar->label) ?>" title="<?= $escape($bar->label) ?>"<?= $bar->segments === [] ? '' : ' class="vfs-bar"' ?>><?php foreach ($bar->segments as [$kind, $width]) : ?><i class="vfs-<?= $kind ?>" style="width:<?= $width ?>%"></i><?php endforeach ?></div>
            <small><?= $escape($bar->caption) ?></small>
