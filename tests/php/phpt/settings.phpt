--TEST--
An unusable setting falls back to its default with one warning, and no script can change a setting
--INI--
virtfusion_direct.timeout=soon
virtfusion_direct.concurrency=0
virtfusion_direct.max_body=5
virtfusion_direct.ipv4_pool=both
--FILE--
<?php
use VirtFusionDirect\Module;
$log = tempnam(sys_get_temp_dir(), 'log');
ini_set('error_log', $log);
$module = new Module(getenv('VIRTFUSION_URL'), 'a-token-that-nobody-may-see');
var_dump($module->fetchPackage(3)['memory'], $module->fetchPackage(4)['enabled']);
foreach (file($log) as $line) {
    echo preg_replace('/^\[[^]]*\] /', '', $line);
}
unlink($log);
foreach (['timeout', 'connect_timeout', 'concurrency', 'max_body', 'ipv4_pool', 'cafile', 'cache_dir', 'redis_url'] as $name) {
    echo json_encode(ini_set("virtfusion_direct.$name", '1')), ' ';
}
?>
--EXPECT--
int(2048)
bool(false)
virtfusion_direct: the setting virtfusion_direct.timeout must be seconds, more than 0 and at most 3600; the default is used instead
virtfusion_direct: the setting virtfusion_direct.concurrency must be a number from 1 to 64; the default is used instead
virtfusion_direct: the setting virtfusion_direct.max_body must be a size such as 32M, from 1K to 1G; the default is used instead
virtfusion_direct: the setting virtfusion_direct.ipv4_pool must be group or hypervisor; the default is used instead
false false false false false false false false 
