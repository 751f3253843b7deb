<?php

/*
 * Passes connections on, `php relay.php 127.0.0.2:443 127.0.0.1:8443`, and prints a line when it listens.
 */

declare(strict_types=1);

$listener = stream_socket_server("tcp://{$argv[1]}", $code, $error);
if ($listener === false) {
    fwrite(STDERR, "{$argv[1]}: {$error}\n");
    exit(1);
}
echo "ready\n";
$sockets = [$listener];
$peers = [];
while (true) {
    $read = $sockets;
    $write = $except = null;
    stream_select($read, $write, $except, null);
    foreach ($read as $from) {
        if ($from === $listener) {
            $client = stream_socket_accept($listener);
            $panel = stream_socket_client("tcp://{$argv[2]}");
            $peers[(int) $client] = $panel;
            $peers[(int) $panel] = $client;
            array_push($sockets, $client, $panel);
            continue;
        }
        if (!isset($peers[(int) $from])) {
            continue;
        }
        $bytes = fread($from, 65536);
        $to = $peers[(int) $from];
        if ($bytes === '' || $bytes === false) {
            unset($peers[(int) $from], $peers[(int) $to]);
            $sockets = array_values(array_filter($sockets, static fn ($one): bool => $one !== $from && $one !== $to));
            fclose($from);
            fclose($to);
            continue;
        }
        fwrite($to, $bytes);
    }
}
