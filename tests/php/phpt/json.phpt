--TEST--
Packages and groups are the arrays that json_decode makes of the panel's text, and invalid text is unknown
--FILE--
<?php
require __DIR__ . '/panel.inc';
$panel = new Panel();
$module = $panel->module();
$values = [
    '{"0":1,"-1":2,"-0":3,"007":4,"":5,"9223372036854775807":6,"9223372036854775808":7," 1":8}',
    '[1.0,0.1,68.2,1e3,1E-7,-0,-0.0,0.30000000000000004,1.0E+25,2.2250738585072011e-308,1.7976931348623157e308,1e400,-1e400]',
    '[9223372036854775807,9223372036854775808,-9223372036854775808,-9223372036854775809,123456789012345680000]',
    '"\u00e9\ud83d\ude00\/\"\\\\\u0000"', '"é😀"', '{"a":1,"a":2}', '{"\u0000b":1}', '[]', '{}', '[[],{}]',
    '"\ud800"', '[1,]', '{"a":}', '"' . "\t" . '"', '01', 'nan', '1.', "'a'",
];
mt_srand(7);
$floats = [];
for ($i = 0; $i < 5000; $i++) {
    $float = unpack('d', pack('VV', mt_rand(0, 0xFFFFFFFF), mt_rand(0, 0xFFFFFFFF)))[1];
    $floats[] = is_finite($float) ? sprintf('%.17e', $float) : sprintf('%d.%d', mt_rand(), mt_rand());
}
$values[] = '[' . implode(',', $floats) . ']';
$different = $known = $unknown = 0;
foreach ($values as $value) {
    $package = '{"data":{"enabled":true,"memory":1,"cpuCores":1,"primaryStorage":1,"more":' . $value . '}}';
    $group = '{"data":[{"hypervisor":{"id":1},"more":' . $value . '}],"current_page":1,"last_page":1,"per_page":1,"total":1}';
    $panel->faults(
        ['path' => '/packages/3', 'kind' => 'body', 'text' => $package],
        ['path' => '/compute/*', 'kind' => 'body', 'text' => $group],
    );
    $module->forgetPackage(3);
    $module->forgetGroupResources(5);
    $given = $module->fetchPackage(3);
    if ($given !== (json_decode($package, true)['data'] ?? null)) {
        echo "the package differs for $value\n";
    }
    $says = preg_match('#^GET /packages/3: the body is not JSON at byte \d+$#', (string) $module->lastError()) === 1;
    if (($given === null) !== $says) {
        echo "{$module->lastError()} for $value\n";
    }
    if ($module->fetchGroupResources(5) !== json_decode($group, true)) {
        echo "the group differs for $value\n";
    }
    if ($module->fetchPackage(3) !== $given) {
        echo "the cached package differs for $value\n";
    }
    $given === null ? $unknown++ : $known++;
}
echo "$known are known, $unknown are not\n";
?>
--EXPECT--
11 are known, 8 are not
