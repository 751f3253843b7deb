<?php

/*
 * The tabs of the overview, as links.
 *
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var string $link
 * @var string $tab 'overview' or 'groups'
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

?>
<nav aria-label="<?= $say('tabs') ?>">
<ul class="nav nav-tabs vfs-tabs">
    <?php foreach (['overview' => $link, 'groups' => "{$link}&view=groups"] as $name => $address) : ?>
    <li<?= $tab === $name ? ' class="active"' : '' ?>><a href="<?= $escape($address) ?>"<?= $tab === $name ? ' aria-current="page"' : '' ?>><?= $say($name) ?></a></li>
    <?php endforeach ?>
</ul>
</nav>
