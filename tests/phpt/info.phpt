--TEST--
--ri shows that the extension is there, its version, the facts of this process and every setting with its value
--FILE--
<?php
$ini = ['timeout' => '7', 'connect_timeout' => '3', 'concurrency' => '5', 'max_body' => '1M', 'ipv4_pool' => 'hypervisor', 'cache_dir' => sys_get_temp_dir() . '/phpt-info-' . getmypid()];
$command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('VIRTFUSION_EXTENSION')];
foreach ($ini as $name => $value) {
    $command = [...$command, '-d', "virtfusion_direct.$name=$value"];
}
$process = proc_open([...$command, '--ri', 'virtfusion_direct'], [['null'], ['pipe', 'w'], ['redirect', 1]], $pipes);
$shown = stream_get_contents($pipes[1]);
var_dump(proc_close($process));
foreach (['virtfusion_direct => enabled', 'version => ' . phpversion('virtfusion_direct'), 'requests of this process => 0'] as $line) {
    var_dump(str_contains($shown, "\n$line\n"));
}
foreach ($ini as $name => $value) {
    var_dump(str_contains($shown, "\nvirtfusion_direct.$name => $value => $value\n"));
}
var_dump(str_contains($shown, "\nvirtfusion_direct.cafile => no value => no value\n"));
// It may hold a password.
var_dump(str_contains($shown, "\nvirtfusion_direct.redis_url => not shown => not shown\n"));
var_dump((bool) preg_match('/^\d+\.\d+\.\d+$/', phpversion('virtfusion_direct')));
exec('rm -rf ' . escapeshellarg($ini['cache_dir']));
?>
--EXPECT--
int(0)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
