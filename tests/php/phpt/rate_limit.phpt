--TEST--
A limit is acquired once per period, again after its release, and separately for each key
--FILE--
<?php
use VirtFusionDirect\RateLimit;
$key = 'phpt-' . getmypid();
var_dump(RateLimit::acquire($key, 30), RateLimit::acquire(key: $key, seconds: 30), RateLimit::acquire("$key-other", 30));
RateLimit::release($key);
var_dump(RateLimit::acquire($key, 3), RateLimit::acquire($key, 3));
usleep(3_100_000);
var_dump(RateLimit::acquire($key, 1), RateLimit::acquire(str_repeat('long ', 500), 1), RateLimit::acquire('', 1));
?>
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
