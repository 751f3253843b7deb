--TEST--
A self-signed certificate is trusted where cafile, curl.cainfo, openssl.cafile or the system's store contains exactly this certificate
--FILE--
<?php
$folder = sys_get_temp_dir() . '/phpt-self-signed-' . getmypid();
mkdir("$folder/api/v1/packages", 0700, true);
file_put_contents("$folder/api/v1/packages/3", '{"data":{"enabled":true,"memory":512,"cpuCores":1,"primaryStorage":1}}');
// With its name only in the subject, and CA:TRUE, as openssl makes it without further settings.
foreach (['panel', 'other'] as $name) {
    exec("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout $folder/$name.key -out $folder/$name.pem 2>&1", $said, $code);
    $code === 0 || exit(implode("\n", $said));
}
$command = ['openssl', 's_server', '-accept', '127.0.0.1:0', '-WWW', '-cert', "$folder/panel.pem", '-key', "$folder/panel.key"];
$server = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['file', "$folder/log", 'w']], $pipes, $folder);
while (!preg_match('/^ACCEPT .*:(\d+)/', (string) fgets($pipes[1]), $port)) {
}
$ask = function (array $settings, array $environment = []) use ($folder, $port): string {
    static $count = 0;
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('VIRTFUSION_EXTENSION'), '-d', "virtfusion_direct.cache_dir=$folder/cache" . $count++];
    foreach ($settings as $name => $value) {
        array_push($command, '-d', "$name=$value");
    }
    $code = '$m = new VirtFusionDirect\Module("https://localhost:$argv[1]/api/v1", "a-token"); echo $m->fetchPackage(3)["memory"] ?? $m->lastError();';
    $process = proc_open([...$command, '-r', $code, '--', $port[1]], [['null'], ['pipe', 'w'], ['redirect', 1]], $pipes, null, $environment + getenv());
    $said = stream_get_contents($pipes[1]);
    proc_close($process);

    return $said;
};
foreach (['panel', 'other'] as $name) {
    foreach (['virtfusion_direct.cafile', 'curl.cainfo', 'openssl.cafile'] as $setting) {
        echo "$setting $name: ", $ask([$setting => "$folder/$name.pem"]), "\n";
    }
    echo "system $name: ", $ask([], ['SSL_CERT_FILE' => "$folder/$name.pem"]), "\n";
}
proc_terminate($server);
proc_close($server);
exec('rm -rf ' . escapeshellarg($folder));
?>
--EXPECT--
virtfusion_direct.cafile panel: 512
curl.cainfo panel: 512
openssl.cafile panel: 512
system panel: 512
virtfusion_direct.cafile other: GET /packages/3: the certificate is not trusted: it is self-signed, and not one of the trusted certificates
curl.cainfo other: GET /packages/3: the certificate is not trusted: it is self-signed, and not one of the trusted certificates
openssl.cafile other: GET /packages/3: the certificate is not trusted: it is self-signed, and not one of the trusted certificates
system other: GET /packages/3: the certificate is not trusted: it is self-signed, and not one of the trusted certificates
