--TEST--
URLs that would send the token elsewhere and invalid tokens are rejected without being shown
--FILE--
<?php
use VirtFusionDirect\Module;
require __DIR__ . '/panel.inc';
$short = fn (string $thrown) => preg_replace('/^(\w+): .*\((\$\w+)\) /', '$1 $2 ', $thrown);
$https = 'https://panel.example.com';
foreach ([
    '', 'panel.example.com', $https, "$https:0/api", "$https:70000/api", "$https/a b", "$https/\xff", "$https/api\r\nHost: x", "$https/a\0",
    'ftp://panel.example.com/api', 'https:///api', "$https\\@evil.example/api", 'http://192.0.2.1/api', 'http://localhost.example.com/api',
    'https://user@panel.example.com/api', 'https://user:hidden@panel.example.com/api', "$https/api?token=hidden", "$https/api#hidden",
] as $url) {
    echo $short(thrown(fn () => new Module($url, 'hidden'))), "\n";
}
foreach (['', '   ', "hidden\n", "hidden\r\nX: y", "hid\0den", "\x7fhidden", "hidd\xc3\xa9n", "hidden\xff"] as $token) {
    echo $short(thrown(fn () => new Module("$https/api", $token))), "\n";
}
foreach (["$https/", "$https:8443/api/v1/", 'HTTPS://PANEL.example.com/api', 'https://[2001:db8::1]/api', 'http://127.0.0.1:80/api', 'http://[::1]/api'] as $url) {
    echo thrown(fn () => new Module($url, ' any 0f ~these! ')), ' ';
}
?>
--EXPECT--
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must be of the form https://host[:port]/path
ValueError $url must start with https://; plain http:// is accepted only for loopback addresses
ValueError $url must start with https://; plain http:// is accepted only for loopback addresses
ValueError $url must not contain a user name or password; the token goes into its own argument
ValueError $url must not contain a user name or password; the token goes into its own argument
ValueError $url must not contain a query or a fragment
ValueError $url must not contain a query or a fragment
ValueError $token must not be empty
ValueError $token must not be empty
ValueError $token must not contain control characters or characters outside ASCII
ValueError $token must not contain control characters or characters outside ASCII
ValueError $token must not contain control characters or characters outside ASCII
ValueError $token must not contain control characters or characters outside ASCII
ValueError $token must not contain control characters or characters outside ASCII
ValueError $token must not contain control characters or characters outside ASCII
nothing nothing nothing nothing nothing nothing 
