--TEST--
A script that exceeds memory_limit in an answer ends with the usual fatal error
--INI--
memory_limit=4M
--FILE--
<?php
require __DIR__ . '/panel.inc';
$panel = new Panel();
$panel->group(5, [['id' => 1, 'repeat' => 2000]]);
register_shutdown_function(function () {
    echo "the script's end is reached\n";
});
$panel->module()->fetchGroupResources(5);
echo "the group fits\n";
?>
--EXPECTF--
%AFatal error: Allowed memory size of %d bytes exhausted%A
the script's end is reached
