--TEST--
An answer is an array, false when it does not exist, and null with a reason when it is unknown
--FILE--
<?php
use VirtFusionDirect\Module;
$module = new Module(url: getenv('VIRTFUSION_URL'), token: 'a-token-that-nobody-may-see');
$package = $module->fetchPackage(packageId: 3);
var_dump($package['memory'], $package['enabled'], $module->lastError());
var_dump($module->fetchPackage(99), $module->lastError());
var_dump($module->fetchPackage(50), $module->lastError());
var_dump($module->fetchPackage(51), $module->lastError());
var_dump($module->fetchPackage(53));
var_dump($module->fetchGroupResources(52), $module->lastError());
var_dump($module->fetchGroupResources(0), $module->lastError());
var_dump($module->fetchGroupResources(99));
$group = $module->fetchGroupResources(groupId: '5');
var_dump(count($group['data']), $group['total'], $group['per_page'], $group['current_page'], $group['last_page']);
var_dump(array_column(array_column($group['data'], 'hypervisor'), 'id') === range(1, 450));
$refused = new Module(getenv('VIRTFUSION_URL'), 'another-token');
var_dump($refused->testConnection()['success'], $module->testConnection());
?>
--EXPECT--
int(2048)
bool(true)
NULL
bool(false)
NULL
NULL
string(39) "GET /packages/50: unexpected status 503"
NULL
string(48) "GET /packages/51: the body is not JSON at byte 0"
bool(false)
NULL
string(88) "GET /compute/hypervisors/groups/52/resources?results=200&page=1: the connection was lost"
NULL
string(72) "/compute/hypervisors/groups/0/resources: an id must be at least 1, not 0"
bool(false)
int(450)
int(450)
int(450)
int(1)
int(1)
bool(true)
bool(false)
array(2) {
  ["success"]=>
  bool(true)
  ["error"]=>
  string(0) ""
}
