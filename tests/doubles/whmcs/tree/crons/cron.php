<?php

/*
 * The system cron: here only what runs when its own tasks are done.
 */

declare(strict_types=1);

require dirname(__DIR__) . '/init.php';

run_hook('AfterCronJob');
