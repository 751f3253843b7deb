<?php

/*
 * Shows the last line of standard input on standard error with the seconds that have passed, once a second has passed, cut to the
 * width in its argument. It ends with its input and then erases the line.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

$room = max(20, (int) ($argv[1] ?? 80) - 8);
$began = hrtime(true);
$line = '';
$shown = false;
stream_set_blocking(STDIN, false);
while (true) {
    $ready = [STDIN];
    $none = null;
    if ((int) @stream_select($ready, $none, $none, 0, 200000) > 0) {
        $text = (string) fread(STDIN, 8192);
        if ($text === '' && feof(STDIN)) {
            break;
        }
        $lines = explode("\n", rtrim($text));
        $line = (string) preg_replace("/^(.{{$room}}).+$/us", '$1', (string) end($lines));
    }
    $seconds = (hrtime(true) - $began) / 1e9;
    if ($seconds > 1 && $line !== '') {
        fwrite(STDERR, sprintf("\r\033[K%s %d s", $line, (int) $seconds));
        $shown = true;
    }
}
if ($shown) {
    fwrite(STDERR, "\r\033[K");
}
