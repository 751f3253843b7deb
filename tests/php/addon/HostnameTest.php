<?php

declare(strict_types=1);

namespace VirtFusionStockTests;

use InvalidArgumentException;
use PHPUnit\Framework\TestCase;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Hostname;

final class HostnameTest extends TestCase
{
    /**
     * @testWith ["panel.example.com", "https://panel.example.com/api/v1"]
     *     ["  panel.example.com\t", "https://panel.example.com/api/v1"]
     *     ["panel.example.com:8443", "https://panel.example.com:8443/api/v1"]
     *     ["panel.example.com/", "https://panel.example.com/api/v1"]
     *     ["https://panel.example.com", "https://panel.example.com/api/v1"]
     *     ["HTTPS://panel.example.com:8443/", "https://panel.example.com:8443/api/v1"]
     *     ["http://panel.example.com", "https://panel.example.com/api/v1"]
     *     ["http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v1"]
     *     ["http://localhost:8080/", "http://localhost:8080/api/v1"]
     *     ["localhost", "https://localhost/api/v1"]
     *     ["192.0.2.7", "https://192.0.2.7/api/v1"]
     *     ["[2001:db8::7]:8443", "https://[2001:db8::7]:8443/api/v1"]
     */
    public function testValidHostnamesAreAccepted(string $hostname, string $url): void
    {
        self::assertSame($url, Hostname::url($hostname));
    }

    /**
     * @testWith ["", "is blank"]
     *     ["panel.example.com\nevil.example", "contains a line break"]
     *     ["panel.example.com\n", "contains a line break"]
     *     ["panel.example.com\r\nX-Header: 1", "contains a line break"]
     *     ["panel example.com", "contains a space"]
     *     ["panel.example.com\u0000", "contains a space or a control character"]
     *     ["admin:secret@panel.example.com", "contains credentials"]
     *     ["https://admin:secret@panel.example.com/", "contains credentials"]
     *     ["https://panel.example.com@evil.example/", "contains credentials"]
     *     ["panel.example.com/api/v1", "contains a path"]
     *     ["https://panel.example.com/admin", "contains a path"]
     *     ["//panel.example.com", "contains a path"]
     *     ["ftp://panel.example.com", "has a scheme other than https"]
     *     ["panel.example.com?x=1", "contains a query"]
     *     ["panel.example.com#x", "contains a query or a fragment"]
     *     ["panel.example.com:0", "has a port that is not between"]
     *     ["panel.example.com:70000", "has a port that is not between"]
     *     ["panel.example.com:port", "is not the name of a host"]
     *     ["pänel.example.com", "beyond ASCII"]
     */
    public function testInvalidHostnamesAreRejectedWithoutEchoingThem(string $hostname, string $words): void
    {
        try {
            $url = Hostname::url($hostname);
            self::fail("taken as {$url}");
        } catch (InvalidArgumentException $refusal) {
            self::assertStringContainsString($words, $refusal->getMessage());
            self::assertStringNotContainsString('secret', $refusal->getMessage());
        }
    }
}
