<?php

/*
 * How the channels of alerts do, and the button that tests them. Every value from outside goes through $escape or $say.
 *
 * @var WHMCS\Module\Addon\VirtfusionStock\Admin\View $view
 * @var callable(string, array<string, string|int>=): string $say
 * @var callable(mixed): string $escape
 * @var WHMCS\Module\Addon\VirtfusionStock\Wording\Words $words
 * @var string $link
 * @var string $token
 * @var list<WHMCS\Module\Addon\VirtfusionStock\Admin\AlertStatus> $alerts
 * @var bool $extension whether the extension is loaded, which the page's actions need
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

?>
<div id="vfs-alerts">
<?php if ($alerts === []) : ?>
<p class="vfs-quiet"><?= $say('alert_page_off') ?></p>
<?php endif ?>
<?php foreach ($alerts as $alert) : ?>
    <?php
    $key = $alert->failedAt !== null ? 'alert_page_failed' : ($alert->sentAt === null ? 'alert_page_never' : 'alert_page_sent');
    $values = [
        'channel' => $words->say("alert_channel_{$alert->channel}"),
        'age' => $view->age($alert->failedAt ?? $alert->sentAt),
        'error' => $alert->error,
    ];
    ?>
<p class="<?= $alert->failedAt === null ? 'vfs-quiet' : 'alert alert-warning' ?>"><?= $say($key, $values) ?><?= $alert->waiting === 0 ? '' : ' ' . $escape($words->count('alert_page_waiting', $alert->waiting)) ?></p>
<?php endforeach ?>
<?php if ($alerts !== [] && $extension) : ?>
<form method="post" action="<?= $escape($link) ?>" data-vfs>
    <input type="hidden" name="token" value="<?= $escape($token) ?>">
    <button class="btn btn-default" name="action" value="testAlerts"><?= $say('alert_send_test') ?></button>
</form>
<?php endif ?>
</div>
