<?php

/*
 * Apache on a free loopback port, without PHP: it shows what a server does with the files as files. Its folder is its own, because its
 * children are another user's.
 */

declare(strict_types=1);

namespace VirtFusionStockTests;

final class Apache
{
    private const MODULES = ['mpm_event', 'authz_core', 'dir', 'autoindex'];

    private function __construct(public readonly string $address, private string $folder, private Server $server)
    {
    }

    /** @param string $root the document root, which other users can read */
    public static function serve(string $root): self
    {
        $port = Web::freePort();
        $folder = sys_get_temp_dir() . '/virtfusion-apache-' . bin2hex(random_bytes(6));
        mkdir($folder, 0755);
        $modules = implode("\n", array_map(
            static fn (string $name): string => "LoadModule {$name}_module /usr/lib/apache2/modules/mod_{$name}.so",
            self::MODULES,
        ));
        file_put_contents("{$folder}/apache.conf", <<<CONF
            ServerName localhost
            Listen 127.0.0.1:{$port}
            PidFile {$folder}/pid
            ErrorLog {$folder}/errors
            DefaultRuntimeDir {$folder}
            User www-data
            Group www-data
            {$modules}
            DirectoryIndex index.php
            DocumentRoot {$root}
            <Directory {$root}>
                Options Indexes FollowSymLinks
                AllowOverride All
                Require all granted
            </Directory>
            CONF . "\n");
        $server = Server::start(['apache2', '-D', 'FOREGROUND', '-f', "{$folder}/apache.conf"], "{$folder}/log");
        $server->waitUntil(static fn (): bool => @file_get_contents("http://127.0.0.1:{$port}/ready") === 'yes', 'Apache');

        return new self("127.0.0.1:{$port}", $folder, $server);
    }

    /** The status of a GET request. */
    public function status(string $path): int
    {
        $request = curl_init("http://{$this->address}{$path}");
        curl_setopt_array($request, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 60]);
        curl_exec($request);

        return curl_getinfo($request, CURLINFO_RESPONSE_CODE);
    }

    public function stop(): void
    {
        $this->server->stop();
        Workshop::remove($this->folder);
    }
}
