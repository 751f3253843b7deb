<?php

/*
 * A receiver of alerts over TLS, written from docs/alerts.md: it checks the signature and keeps what it got. It prints its port.
 * usage: webhook_receiver.php FOLDER SECRET. FOLDER has the certificate `receiver.pem`, and `mode`, which is read for each request:
 * ok, hang, redirect, or a status. What was accepted is a line of `accepted`; every request is a line of `requests`.
 */

declare(strict_types=1);

[, $folder, $secret] = $argv;
$context = stream_context_create(['ssl' => ['local_cert' => "{$folder}/receiver.pem"]]);
$server = stream_socket_server('tcp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
if ($server === false) {
    throw new RuntimeException($message);
}
$name = (string) stream_socket_get_name($server, false);
fwrite(STDOUT, substr($name, (int) strrpos($name, ':') + 1) . "\n");

while (true) {
    $client = @stream_socket_accept($server, 3600);
    if ($client === false) {
        continue;
    }
    if (@stream_socket_enable_crypto($client, true, STREAM_CRYPTO_METHOD_TLS_SERVER) !== true) {
        fclose($client);
        continue;
    }
    $request = (string) fgets($client);
    $headers = [];
    while (($line = rtrim((string) fgets($client), "\r\n")) !== '') {
        [$header, $value] = explode(':', $line, 2);
        $headers[strtolower($header)] = trim($value);
    }
    $body = (string) stream_get_contents($client, (int) ($headers['content-length'] ?? 0));
    $mode = trim((string) file_get_contents("{$folder}/mode"));
    $entry = json_encode(['request' => rtrim($request), 'headers' => $headers, 'body' => $body, 'mode' => $mode]) . "\n";
    file_put_contents("{$folder}/requests", $entry, FILE_APPEND);
    if ($mode === 'hang') {
        // Until the client gives up.
        while (!feof($client)) {
            fread($client, 1024);
        }
        fclose($client);
        continue;
    }
    $isSigned = hash_equals('sha256=' . hash_hmac('sha256', $body, $secret), $headers['x-signature'] ?? '');
    $status = match (true) {
        $mode === 'redirect' => "302 Found\r\nLocation: https://localhost:1/elsewhere",
        $mode !== 'ok' => "{$mode} Status",
        !$isSigned => '401 Unauthorized',
        default => '204 No Content',
    };
    if (str_starts_with($status, '204')) {
        file_put_contents("{$folder}/accepted", $body . "\n", FILE_APPEND);
    }
    fwrite($client, "HTTP/1.1 {$status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    fclose($client);
}
