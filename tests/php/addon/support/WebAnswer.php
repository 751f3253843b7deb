<?php

/*
 * What a web server answered.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

final class WebAnswer
{
    public int $status = 0;
    public string $body = '';
    public string $cookie = '';

    /** @var array<string, string> by lower-case name */
    public array $headers = [];

    public function header(string $line): void
    {
        [$name, $value] = explode(':', $line, 2) + [1 => ''];
        $name = strtolower(trim($name));
        $this->headers[$name] = trim($value);
        if ($name === 'set-cookie') {
            $this->cookie = explode(';', trim($value))[0];
        }
    }

    /** @return array<mixed>|null */
    public function json(): ?array
    {
        $data = json_decode($this->body, true);

        return is_array($data) ? $data : null;
    }
}
