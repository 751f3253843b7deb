<?php

/*
 * Shows the last line of its standard input on standard error, with the seconds that have passed, from the first
 * second on; ends with its input and leaves no trace of itself.
 */

declare(strict_types=1);

$began = microtime(true);
$line = '';
$shown = false;
stream_set_blocking(STDIN, false);
while (true) {
    $ready = [STDIN];
    $none = null;
    if (@stream_select($ready, $none, $none, 0, 200000) > 0) {
        $text = (string) fread(STDIN, 8192);
        if ($text === '' && feof(STDIN)) {
            break;
        }
        $lines = explode("\n", rtrim($text));
        $line = (string) end($lines);
    }
    $seconds = microtime(true) - $began;
    if ($seconds > 1 && $line !== '') {
        fwrite(STDERR, "\r\033[K" . substr($line, 0, 100) . sprintf(' %d s', (int) $seconds));
        $shown = true;
    }
}
if ($shown) {
    fwrite(STDERR, "\r\033[K");
}
