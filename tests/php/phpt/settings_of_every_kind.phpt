--TEST--
Every invalid value of a setting falls back with one warning that does not show it, and valid values give none
--FILE--
<?php
require __DIR__ . '/panel.inc';
$folder = sys_get_temp_dir() . '/phpt-settings-' . getmypid();
mkdir($folder);
$log = "$folder/log";
$script = '$m = new VirtFusionDirect\Module("http://127.0.0.1:9/api", "x"); $m->forgetPackage(1); $m->forgetPackage(2);';
$warnings = function (array $settings) use ($log, $script, $folder): array {
    @unlink($log);
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('VIRTFUSION_EXTENSION'), '-d', "error_log=$log"];
    foreach ($settings + ['cache_dir' => "$folder/cache"] as $name => $value) {
        $command = [...$command, '-d', "virtfusion_direct.$name=\"$value\""];
    }
    $process = proc_open([...$command, '-r', $script], [['null'], ['pipe', 'w'], ['redirect', 1]], $pipes);
    $output = stream_get_contents($pipes[1]);
    if (proc_close($process) !== 0 || $output !== '') {
        echo "the script ended with: $output\n";
    }
    return is_file($log) ? array_map(fn ($line) => preg_replace('/^\[[^]]*\] /', '', rtrim($line)), file($log)) : [];
};
$values = [
    'timeout' => [['0', '-1', 'soon', 'nan', 'inf', '3601', '30s'], ['0.5', '1', '3600', '']],
    'connect_timeout' => [['0', '-1', 'soon'], ['0.5', '10', '']],
    'concurrency' => [['0', '65', '-1', '1.5', 'many'], ['1', '64', '']],
    'max_body' => [['0', '1', '2G', '-1M', 'large', '99999999999999999999', '1T'], ['1K', '1024', '1g', '32m', '']],
    'ipv4_pool' => [['both', 'GROUP', '1'], ['group', 'hypervisor', '']],
    'cafile' => [['/nowhere/hidden.pem', '/tmp'], ['']],
    'cache_dir' => [['hidden/relative', '.'], []],
    'redis_url' => [['http://:hidden@localhost', 'localhost:6379'], []],
];
foreach ($values as $name => [$wrong, $right]) {
    // One of each when valgrind watches: these are sixty processes.
    [$wrong, $right] = IS_WATCHED ? [array_slice($wrong, 0, 1), array_slice($right, 0, 1)] : [$wrong, $right];
    foreach ($wrong as $value) {
        $said = $warnings([$name => $value]);
        $about = preg_grep("/^virtfusion_direct: the setting virtfusion_direct\.$name must be .+; the default is used instead$/", $said);
        if (count($said) !== 1 || count($about) !== 1 || str_contains(implode($said), 'hidden')) {
            echo "$name = $value: ", implode(' | ', $said), "\n";
        }
    }
    foreach ($right as $value) {
        if ($said = $warnings([$name => $value])) {
            echo "$name = $value: ", implode(' | ', $said), "\n";
        }
    }
}
file_put_contents("$folder/empty.pem", "nothing\n");
echo preg_replace('~\S+/empty~', 'empty', implode($warnings(['cafile' => "$folder/empty.pem"]))), "\n";
exec('rm -rf ' . escapeshellarg($folder));
?>
--EXPECT--
virtfusion_direct: empty.pem is not used, the system's certificates are: it contains no certificate in PEM
