<?php

/*
 * A name server on loopback, `php names.php silent|unknown`: it takes every question and answers none of them, or says of each
 * name that there is no such one. Prints its address when it listens. Port 53 it must be: resolv.conf knows no other.
 */

declare(strict_types=1);

const NO_SUCH_NAME = 0x8183;

$address = '127.' . random_int(1, 254) . '.' . random_int(0, 254) . '.53';
$socket = stream_socket_server("udp://{$address}:53", $code, $error, STREAM_SERVER_BIND);
if ($socket === false) {
    fwrite(STDERR, "{$address}: {$error}\n");
    exit(1);
}
echo $address, "\n";
while (($question = stream_socket_recvfrom($socket, 512, 0, $from)) !== false) {
    if ($argv[1] === 'unknown') {
        stream_socket_sendto($socket, substr($question, 0, 2) . pack('n', NO_SUCH_NAME) . substr($question, 4), 0, $from);
    }
}
