--TEST--
The password in redis_url is not shown by phpinfo or in the error log
--INI--
virtfusion_direct.redis_url=redis://user:a-redis-password@127.0.0.1:1/
log_errors=1
--FILE--
<?php
use VirtFusionDirect\Module;
$log = tempnam(sys_get_temp_dir(), 'log');
ini_set('error_log', $log);
ob_start();
$module = new Module(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see');
var_dump($module->fetchPackage(3)['memory']);
phpinfo(INFO_MODULES);
$output = ob_get_clean() . file_get_contents($log);
unlink($log);
var_dump(str_contains($output, 'int(2048)'), str_contains($output, 'the shared cache is not used'));
var_dump(str_contains($output, 'virtfusion_direct.redis_url => not shown'), str_contains($output, 'a-redis-password'));
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(false)
