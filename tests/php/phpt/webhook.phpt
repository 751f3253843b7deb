--TEST--
Webhook::post sends one request, returns what happened, and shows nothing of the URL's path, the body or the headers
--INI--
zend.exception_ignore_args=0
zend.exception_string_param_max_len=1000
--FILE--
<?php
use VirtFusionDirect\Webhook;
require __DIR__ . '/panel.inc';
const HIDDEN = 'T0-a-secret-path';
// Prints its address, then each of six requests as a line of JSON. It answers with the status that the path ends with; 0: not at all.
$server = proc_open([PHP_BINARY, '-n', '-r', <<<'CODE'
    $socket = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($socket, false), "\n";
    for ($n = 0; $n < 6 && $client = stream_socket_accept($socket, 60); $n++) {
        $line = trim(fgets($client));
        for ($headers = []; ($header = trim(fgets($client))) !== '';) {
            [$name, $value] = explode(': ', $header, 2);
            $headers[strtolower($name)] = $value;
        }
        $body = stream_get_contents($client, (int) $headers['content-length']);
        echo json_encode([$line, $headers['content-type'], $headers['x-signature'] ?? null, $body]), "\n";
        $status = preg_match('~/(\d+)\?~', $line, $found) ? (int) $found[1] : 200;
        $status === 0 ? stream_get_contents($client) : fwrite($client, "HTTP/1.1 $status Text\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        fclose($client);
    }
    CODE], [['null'], ['pipe', 'w'], STDERR], $pipes);
$address = trim(fgets($pipes[1]));
$url = fn (int $status): string => "http://$address/" . HIDDEN . "/$status?key=" . HIDDEN;
$body = json_encode(['text' => 'Köln']);
var_dump(Webhook::post($url(200), $body, ['X-Signature' => 'sha256=0a']));
echo str_replace(HIDDEN, '…', fgets($pipes[1]));
var_dump(Webhook::post($url(204), "\0\xff", ['Content-Type' => 'text/plain']));
fgets($pipes[1]);
foreach ([500, 302, 403] as $status) {
    var_dump(Webhook::post(url: $url($status), body: HIDDEN, headers: ['X-Key' => HIDDEN]));
}
var_dump(Webhook::post($url(0), '', timeout: 0.5));
var_dump(Webhook::post('http://127.0.0.1:1/' . HIDDEN, ''));
proc_close($server);

$errors = [];
foreach ([
    [HIDDEN, ''],
    ['http://hooks.example.com/' . HIDDEN, ''],
    ['https://user:' . HIDDEN . '@hooks.example.com/x', ''],
    ['https://hooks.example.com/x#' . HIDDEN, ''],
    ["https://hooks.example.com/\xff" . HIDDEN, ''],
    ['https://hooks.example.com/' . HIDDEN, '', ['X-A' => '1', 'X-Key: ' . HIDDEN]],
    ['https://hooks.example.com/' . HIDDEN, '', ['X-Key' => HIDDEN . "\nX: y"]],
    ['https://hooks.example.com/' . HIDDEN, '', ['X-Key' => [HIDDEN]]],
    ['https://hooks.example.com/' . HIDDEN, '', ['Host' => HIDDEN]],
    ['https://hooks.example.com/' . HIDDEN, '', [], 0.0],
    ['https://hooks.example.com/' . HIDDEN, '', [], NAN],
] as $arguments) {
    try {
        Webhook::post(...$arguments);
    } catch (Throwable $error) {
        $errors[] = $error;
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
ob_start();
foreach ($errors as $error) {
    echo $error, $error->getTraceAsString();
}
$shown = ob_get_clean();
var_dump(count($errors), str_contains($shown, HIDDEN));
echo thrown(fn () => new Webhook()), "\n";
?>
--EXPECT--
NULL
["POST \/…\/200?key=… HTTP\/1.1","application\/json","sha256=0a","{\"text\":\"K\\u00f6ln\"}"]
NULL
string(21) "unexpected status 500"
string(44) "redirected (302); redirects are not followed"
string(21) "unexpected status 403"
string(21) "timed out after 0.5 s"
string(18) "connection refused"
ValueError: VirtFusionDirect\Webhook::post(): Argument #1 ($url) must be of the form https://host[:port]/path
ValueError: VirtFusionDirect\Webhook::post(): Argument #1 ($url) must start with https://; plain http:// is accepted only for loopback addresses
ValueError: VirtFusionDirect\Webhook::post(): Argument #1 ($url) must not contain a user name or password
ValueError: VirtFusionDirect\Webhook::post(): Argument #1 ($url) must not contain a fragment
ValueError: VirtFusionDirect\Webhook::post(): Argument #1 ($url) must be of the form https://host[:port]/path
ValueError: VirtFusionDirect\Webhook::post(): Argument #3 ($headers) entry 1 must have the name of a header as its key
ValueError: VirtFusionDirect\Webhook::post(): Argument #3 ($headers) entry 0 must have a value without control characters
ValueError: VirtFusionDirect\Webhook::post(): Argument #3 ($headers) entry 0 must have a value without control characters
ValueError: VirtFusionDirect\Webhook::post(): Argument #3 ($headers) entry 0 must not be a header that the request sets by itself, such as Host or Content-Length
ValueError: VirtFusionDirect\Webhook::post(): Argument #4 ($timeout) must be greater than 0, in seconds
ValueError: VirtFusionDirect\Webhook::post(): Argument #4 ($timeout) must be greater than 0, in seconds
int(11)
bool(false)
Error: Call to private VirtFusionDirect\Webhook::__construct() from global scope
