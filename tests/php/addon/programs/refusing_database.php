<?php

/*
 * refusing_database.php SOCKET SERVER: listens on SOCKET and passes everything to the database server's socket SERVER, except queries with the
 * functions for locks, which it answers with the error that a Percona XtraDB Cluster in strict mode gives.
 */

declare(strict_types=1);

[, $socket, $server] = $argv;
$listener = stream_socket_server("unix://{$socket}");
if ($listener === false) {
    exit(1);
}
/** @var array<int, array{client: resource, server: resource, buffer: string}> $pairs */
$pairs = [];
while (true) {
    $ready = [$listener];
    foreach ($pairs as $pair) {
        array_push($ready, $pair['client'], $pair['server']);
    }
    $none = null;
    stream_select($ready, $none, $none, null);
    if (in_array($listener, $ready, true)) {
        $client = stream_socket_accept($listener);
        $pairs[] = ['client' => $client, 'server' => stream_socket_client("unix://{$server}"), 'buffer' => ''];
    }
    foreach ($pairs as $n => $pair) {
        if (in_array($pair['server'], $ready, true)) {
            $bytes = (string) fread($pair['server'], 65536);
            if ($bytes === '' || @fwrite($pair['client'], $bytes) === false) {
                unset($pairs[$n]);
                continue;
            }
        }
        if (!in_array($pair['client'], $ready, true)) {
            continue;
        }
        $bytes = (string) fread($pair['client'], 65536);
        if ($bytes === '') {
            unset($pairs[$n]);
            continue;
        }
        $pairs[$n]['buffer'] .= $bytes;
        // A packet is three bytes of length, a number, and the command with its text.
        while (strlen($pairs[$n]['buffer']) >= 4) {
            $length = unpack('V', substr($pairs[$n]['buffer'], 0, 3) . "\0")[1];
            if (strlen($pairs[$n]['buffer']) < 4 + $length) {
                break;
            }
            $packet = substr($pairs[$n]['buffer'], 0, 4 + $length);
            $pairs[$n]['buffer'] = substr($pairs[$n]['buffer'], 4 + $length);
            if (preg_match('/^....[\x03\x16].*\b(?:GET|RELEASE|IS_FREE|IS_USED)_LOCK\(/s', $packet) === 1) {
                $error = "\xff" . pack('v', 1105) . '#HY000Percona-XtraDB-Cluster prohibits use of GET_LOCK with pxc_strict_mode = ENFORCING';
                fwrite($pair['client'], substr(pack('V', strlen($error)), 0, 3) . chr(ord($packet[3]) + 1) . $error);
            } else {
                fwrite($pair['server'], $packet);
            }
        }
    }
}
