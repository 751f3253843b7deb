--TEST--
A private issuer is trusted through cafile, else curl.cainfo, else openssl.cafile, and nothing else
--FILE--
<?php
$folder = sys_get_temp_dir() . '/phpt-trust-' . getmypid();
mkdir($folder);
$authority = getenv('VIRTFUSION_CA');
// Another issuer, whose file is as good.
exec('openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=Another'
    . " -keyout $folder/other.key -out $folder/other.pem 2>&1");
$other = "$folder/other.pem";
$ask = function (array $settings) use ($folder): string {
    static $count = 0;
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('VIRTFUSION_EXTENSION'), '-d', "virtfusion_direct.cache_dir=$folder/cache" . $count++];
    foreach ($settings as $name => $file) {
        $command = [...$command, '-d', "$name=$file"];
    }
    $code = '$m = new VirtFusionDirect\Module($argv[1], "a-token-that-nobody-may-see"); echo $m->fetchPackage(3)["memory"] ?? $m->lastError();';
    $process = proc_open([...$command, '-r', $code, '--', getenv('VIRTFUSION_URL')], [['null'], ['pipe', 'w'], ['redirect', 1]], $pipes);
    $said = stream_get_contents($pipes[1]);
    proc_close($process);
    return preg_match('/not trusted: ([a-z ]+)/', $said, $words) ? rtrim($words[1]) : $said;
};
foreach (
    [
        [],
        ['virtfusion_direct.cafile' => $authority],
        ['curl.cainfo' => $authority],
        ['openssl.cafile' => $authority],
        ['curl.cainfo' => $other],
        ['openssl.cafile' => $other],
        ['curl.cainfo' => $authority, 'openssl.cafile' => $other],
        ['curl.cainfo' => $other, 'openssl.cafile' => $authority],
        ['virtfusion_direct.cafile' => $authority, 'curl.cainfo' => $other],
        ['virtfusion_direct.cafile' => $other, 'curl.cainfo' => $authority],
    ] as $settings
) {
    $names = [];
    foreach ($settings as $name => $file) {
        $names[] = $name . ($file === $other ? ' (another)' : '');
    }
    echo implode(', ', $names) ?: 'nothing', ': ', $ask($settings), "\n";
}
exec('rm -rf ' . escapeshellarg($folder));
?>
--EXPECT--
nothing: its issuer is not known
virtfusion_direct.cafile: 2048
curl.cainfo: 2048
openssl.cafile: 2048
curl.cainfo (another): its issuer is not known
openssl.cafile (another): its issuer is not known
curl.cainfo, openssl.cafile (another): 2048
curl.cainfo (another), openssl.cafile: its issuer is not known
virtfusion_direct.cafile, curl.cainfo (another): 2048
virtfusion_direct.cafile (another), curl.cainfo: its issuer is not known
