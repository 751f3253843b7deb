--TEST--
--ri shows that the extension is there, its version, the shared cache or why there is none, the facts of this process and every setting
--FILE--
<?php
$folder = sys_get_temp_dir() . '/phpt-info-' . getmypid();
$shown = function (array $ini): string {
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('VIRTFUSION_EXTENSION'), '-d', 'error_log=/dev/null'];
    foreach ($ini as $name => $value) {
        $command = [...$command, '-d', "virtfusion_direct.$name=$value"];
    }
    $process = proc_open([...$command, '--ri', 'virtfusion_direct'], [['null'], ['pipe', 'w'], ['redirect', 1]], $pipes);
    $output = stream_get_contents($pipes[1]);
    return proc_close($process) === 0 ? $output : '';
};
$ini = ['timeout' => '7', 'connect_timeout' => '3', 'concurrency' => '5', 'max_body' => '1M', 'ipv4_pool' => 'hypervisor', 'cache_dir' => $folder];
$lines = [
    'virtfusion_direct => enabled',
    'version => ' . phpversion('virtfusion_direct'),
    "shared cache => LMDB in $folder",
    'entries => 0',
    'hits of this process => 0',
    'misses of this process => 0',
    'requests of this process => 0',
    'virtfusion_direct.cafile => no value => no value',
    // It may hold a password.
    'virtfusion_direct.redis_url => not shown => not shown',
];
foreach ($ini as $name => $value) {
    $lines[] = "virtfusion_direct.$name => $value => $value";
}
$all = $shown($ini);
foreach ($lines as $line) {
    echo str_contains($all, "\n$line\n") ? '' : "no '$line' in $all";
}
exec('rm -rf ' . escapeshellarg($folder));

preg_match_all('/^(shared cache|why .*) => .*/m', $shown(['cache_dir' => '/dev/null/cache']), $found);
echo implode("\n", $found[0]), "\n";

$module = new VirtFusionDirect\Module(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see');
$facts = function (): array {
    ob_start();
    phpinfo(INFO_MODULES);
    preg_match_all('/^(hits|misses|requests) of this process => (\d+)$/m', ob_get_clean(), $found);
    return array_combine($found[1], array_map('intval', $found[2]));
};
$module->forgetPackage(3);
$before = $facts();
$module->fetchPackage(3);
$module->fetchPackage(3);
foreach ($facts() as $name => $count) {
    echo $name, ': ', $count - $before[$name], "\n";
}
var_dump((bool) preg_match('/^\d+\.\d+\.\d+$/', phpversion('virtfusion_direct')));
?>
--EXPECT--
shared cache => this process only
why no shared store => /dev/null/cache cannot be made: Not a directory (os error 20)
hits: 1
misses: 1
requests: 1
bool(true)
