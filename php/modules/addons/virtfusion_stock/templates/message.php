<?php

/*
 * One message in place of the page.
 *
 * @var callable(string): string $say
 * @var string $message
 */

declare(strict_types=1);

?>
<div class="alert alert-danger" role="alert"><?= $say($message) ?></div>
