--TEST--
A proxy in the environment carries only encrypted requests, never sees the token, and is not used for loopback
--FILE--
<?php
$folder = sys_get_temp_dir() . '/phpt-proxy-' . getmypid();
mkdir($folder);
// Carries bytes for each CONNECT, one after the other, and tells every head that it gets.
$proxy = proc_open([PHP_BINARY, '-n', '-r', <<<'CODE'
    $socket = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($socket, false), "\n";
    while ($client = stream_socket_accept($socket, 60)) {
        for ($head = ''; !str_ends_with($head, "\r\n\r\n") && ($line = fgets($client)) !== false;) {
            $head .= $line;
        }
        file_put_contents($argv[1], $head, FILE_APPEND);
        if (!preg_match('/^CONNECT (\S+) /', $head, $to) || !($panel = stream_socket_client("tcp://$to[1]"))) {
            continue;
        }
        fwrite($client, "HTTP/1.1 200 Connection established\r\n\r\n");
        while (true) {
            $read = [$client, $panel];
            stream_select($read, $write, $except, 60);
            foreach ($read as $from) {
                $bytes = fread($from, 65536);
                if ($bytes === '' || $bytes === false) {
                    break 2;
                }
                fwrite($from === $client ? $panel : $client, $bytes);
            }
        }
    }
    CODE, '--', "$folder/heads"], [['null'], ['pipe', 'w'], STDERR], $pipes);
$address = trim(fgets($pipes[1]));
require __DIR__ . '/panel.inc';
$plain = new Panel();
$plain->package(3, ['memory' => 512]);
$ask = function (string $url, array $environment) use ($folder): string {
    static $count = 0;
    @unlink("$folder/heads");
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('VIRTFUSION_EXTENSION'), '-d', 'virtfusion_direct.cafile=' . getenv('VIRTFUSION_CA'),
        '-d', "virtfusion_direct.cache_dir=$folder/cache" . $count++];
    $code = '$m = new VirtFusionDirect\Module($argv[1], $argv[2]); echo $m->fetchPackage(3)["memory"] ?? $m->lastError();';
    $process = proc_open([...$command, '-r', $code, '--', $url, Panel::TOKEN], [['null'], ['pipe', 'w'], ['redirect', 1]], $pipes, null, $environment + getenv());
    $said = stream_get_contents($pipes[1]);
    proc_close($process);
    $heads = (string) @file_get_contents("$folder/heads");
    $way = match (true) {
        str_contains($heads, Panel::TOKEN) => 'the proxy saw the token',
        $heads === '' => 'past it',
        default => strtok($heads, ' '),
    };
    return "$said, $way";
};
$panel = getenv('VIRTFUSION_URL');
echo $ask($panel, ['https_proxy' => "http://$address"]), "\n";
echo $ask($panel, ['ALL_PROXY' => "http://$address"]), "\n";
echo $ask($panel, ['https_proxy' => "http://$address", 'no_proxy' => 'example.com, localhost']), "\n";
echo $ask($panel, ['https_proxy' => "http://$address", 'NO_PROXY' => '*']), "\n";
$address4 = str_replace('localhost', '127.0.0.1', $panel);
$address6 = str_replace('localhost', '[::1]', $panel);
foreach (['127.0.0.0/8', '10.0.0.0/8', '::1', '[::1]', '::/127', '*.localhost', 'example.com,*'] as $exceptions) {
    echo $exceptions, ': ';
    foreach ([$panel, $address4, $address6] as $url) {
        $ask($url, ['https_proxy' => "http://$address", 'no_proxy' => $exceptions]);
        echo file_exists("$folder/heads") ? 'proxy ' : 'direct ';
    }
    echo "\n";
}
echo $ask($panel, ['http_proxy' => "http://$address", 'HTTP_PROXY' => "http://$address"]), "\n";
echo $ask($plain->url, ['http_proxy' => "http://$address", 'HTTP_PROXY' => "http://$address", 'all_proxy' => "http://$address", 'no_proxy' => '']), "\n";
echo $ask($plain->url, ['all_proxy' => 'socks5://127.0.0.1:9']), "\n";
echo $ask($panel, ['all_proxy' => 'socks5://127.0.0.1:9']), "\n";
proc_terminate($proxy);
proc_close($proxy);
exec('rm -rf ' . escapeshellarg($folder));
?>
--EXPECT--
2048, CONNECT
2048, CONNECT
2048, past it
2048, past it
127.0.0.0/8: proxy direct proxy 
10.0.0.0/8: proxy proxy proxy 
::1: proxy proxy direct 
[::1]: proxy proxy direct 
::/127: proxy proxy direct 
*.localhost: proxy proxy proxy 
example.com,*: proxy proxy proxy 
2048, past it
512, past it
512, past it
GET /packages/3: not asked: the environment variable all_proxy names a SOCKS proxy, which cannot be used; an HTTP proxy can, past it
