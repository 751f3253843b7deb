<?php

/*
 * command.php SHOP: runs the PHP code from standard input inside that shop, as one request of it, and
 * prints {"answer": …} as its last line.
 */

declare(strict_types=1);

$code = (string) stream_get_contents(STDIN);
require $argv[1] . '/init.php';
$answer = eval($code);
echo "\n", json_encode(['answer' => $answer], JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION), "\n";
