--TEST--
A certificate authority is found in the named file, the system's bundle or its folder; otherwise the reason says so
--FILE--
<?php
$folder = sys_get_temp_dir() . '/phpt-trust-' . getmypid();
mkdir($folder);
mkdir("$folder/certificates");
$panels = getenv('VIRTFUSION_CA');
copy($panels, "$folder/certificates/0123abcd.0");
// Of other issuers.
$others = '/etc/ssl/certs/ca-certificates.crt';
$script = '$m = new VirtFusionDirect\Module($argv[1], $argv[2]); $m->forgetPackage(3);'
    . 'echo is_array($m->fetchPackage(3)) ? "found" : explode(": ", $m->lastError(), 2)[1], "\n";';
$ask = function (string $cafile, array $environment) use ($folder, $script): void {
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('VIRTFUSION_EXTENSION'), '-d', "virtfusion_direct.cache_dir=$folder/cache"];
    $command = [...$command, '-d', "virtfusion_direct.cafile=$cafile", '-r', $script, '--', getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see'];
    $environment += array_diff_key(getenv(), ['SSL_CERT_FILE' => 0, 'SSL_CERT_DIR' => 0]);
    proc_close(proc_open($command, [['null'], STDOUT, STDOUT], $pipes, null, $environment));
};
$ask($panels, []);
$ask($others, ['SSL_CERT_FILE' => $panels]);
$ask('', ['SSL_CERT_FILE' => $panels]);
$ask('', ['SSL_CERT_FILE' => $others, 'SSL_CERT_DIR' => "$folder/certificates"]);
$ask('', ['SSL_CERT_FILE' => $others]);
$ask($others, []);
$ask('', ['SSL_CERT_FILE' => '/dev/null']);
exec('rm -rf ' . escapeshellarg($folder));
?>
--EXPECTF--
found
found
found
found
%sissuer is not known%S
%sissuer is not known%S
%sno certificate is trusted here; install ca-certificates, or name a file in virtfusion_direct.cafile
