--TEST--
fetchGroupNames returns the name of each group, from the cache the second time, and null for what is not known
--FILE--
<?php
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->group(5, 'vendor');
$panel->named(5, '<b>Frankfurt</b> & "Köln"');
$panel->named(7, 'Paris');
$panel->faults(['path' => '/compute/hypervisors/groups', 'times' => 1, 'kind' => 'status', 'code' => 403]);
$module = $panel->module();
var_dump($module->fetchGroupNames());
echo $module->lastError(), "\n";
var_dump($module->fetchGroupNames(), $module->lastError());
$panel->named(7, 'Lyon');
var_dump($panel->module()->fetchGroupNames() === $module->fetchGroupNames(), $panel->asked());
$other = new VirtFusionDirect\Module('http://127.0.0.1:1/api', Panel::TOKEN);
var_dump($other->fetchGroupNames());
echo $other->lastError(), "\n";
?>
--EXPECT--
NULL
GET /compute/hypervisors/groups?results=200&page=1: status 403: the token has no permission to read this
array(2) {
  [5]=>
  string(26) "<b>Frankfurt</b> & "Köln""
  [7]=>
  string(5) "Paris"
}
NULL
bool(true)
int(2)
NULL
GET /compute/hypervisors/groups?results=200&page=1: the connection was refused
