<?php

/*
 * A name server on loopback, `php names.php silent|unknown`: it never answers, or answers that no name exists. Prints its
 * address when it listens. It needs port 53, because resolv.conf cannot name another.
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
