<?php

declare(strict_types=1);

/**
 * A web server: PHP-FPM whose master loads the extension and forks a fixed number of workers of another user, behind nginx on
 * loopback. All files are in one folder; stop() ends both programs.
 */
final class Fpm
{
    public const USER = 'www-data';

    public readonly string $url;
    /** @var list<resource> */
    private array $processes = [];

    /**
     * @param string $folder for sockets and logs; made readable for the workers' user
     * @param array<string, string|list<string>> $settings as in php.ini, the extension included; several values where one may be given twice
     * @param string $pool lines for the pool's configuration
     */
    public function __construct(private string $folder, string $documentRoot, array $settings, private int $workers = 8, string $pool = '')
    {
        if (!is_dir($folder)) {
            mkdir($folder, 0755);
        }
        chmod($folder, 0755);
        touch("$folder/php.log");
        chown("$folder/php.log", self::USER);
        $this->startFpm($settings, $pool);
        $this->url = 'http://127.0.0.1:' . $this->startNginx($documentRoot);
    }

    /** @param array<string, string|list<string>> $settings */
    private function startFpm(array $settings, string $pool): void
    {
        $user = self::USER;
        file_put_contents("$this->folder/fpm.conf", <<<CONF
            [global]
            error_log = $this->folder/fpm.log
            daemonize = no
            [shop]
            user = $user
            listen = $this->folder/fpm.sock
            listen.mode = 0666
            listen.backlog = 1024
            pm = static
            pm.max_children = $this->workers
            $pool
            CONF . "\n");
        $command = ['php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION, '-n', '-F', '-y', "$this->folder/fpm.conf"];
        $settings += ['error_log' => "$this->folder/php.log", 'log_errors' => '1', 'display_errors' => '0'];
        foreach ($settings as $name => $values) {
            foreach ((array) $values as $value) {
                array_push($command, '-d', "$name=$value");
            }
        }
        $this->start($command, fn (): bool => file_exists("$this->folder/fpm.sock"));
        // The socket exists before the workers do.
        for ($wait = 0; count($this->workers()) < $this->workers && $wait < 1000; $wait++) {
            usleep(10_000);
        }
    }

    private function startNginx(string $documentRoot): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $port = $socket === false ? 0 : (int) substr((string) strrchr((string) stream_socket_get_name($socket, false), ':'), 1);
        if ($socket !== false) {
            fclose($socket);
        }
        $folder = $this->folder;
        $temporary = '';
        foreach (['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'] as $kind) {
            $temporary .= "{$kind}_temp_path $folder/nginx-$kind;\n";
        }
        file_put_contents("$folder/nginx.conf", <<<CONF
            daemon off;
            worker_processes 1;
            pid $folder/nginx.pid;
            error_log $folder/nginx.log;
            events { worker_connections 2048; }
            http {
                access_log off;
                $temporary
                server {
                    listen 127.0.0.1:$port backlog=1024;
                    root $documentRoot;
                    client_max_body_size 10m;
                    location ~ \.php {
                        include /etc/nginx/fastcgi_params;
                        fastcgi_split_path_info ^(.+?\.php)(/.*)?$;
                        fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name;
                        fastcgi_read_timeout 120s;
                        fastcgi_pass unix:$folder/fpm.sock;
                    }
                }
            }
            CONF . "\n");
        $this->start(
            ['nginx', '-c', "$folder/nginx.conf", '-e', "$folder/nginx.log"],
            static fn (): bool => @fsockopen('127.0.0.1', $port) !== false,
        );

        return $port;
    }

    /**
     * @param list<string> $command
     * @param callable(): bool $isReady
     */
    private function start(array $command, callable $isReady): void
    {
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', "$this->folder/stderr", 'a']], $pipes);
        if ($process === false) {
            throw new RuntimeException("$command[0] did not start");
        }
        $this->processes[] = $process;
        for ($wait = 0; !$isReady(); $wait++) {
            if ($wait > 1000 || !proc_get_status($process)['running']) {
                $said = file_get_contents("$this->folder/stderr") . @file_get_contents("$this->folder/fpm.log");
                $this->stop();
                throw new RuntimeException("$command[0] did not start: $said");
            }
            usleep(10_000);
        }
    }

    /** The workers' process ids. @return list<int> */
    public function workers(): array
    {
        $master = proc_get_status($this->processes[0])['pid'];

        return array_map('intval', preg_split('/\s+/', (string) file_get_contents("/proc/$master/task/$master/children"), -1, PREG_SPLIT_NO_EMPTY) ?: []);
    }

    /** What PHP wrote to its error log. */
    public function log(): string
    {
        return (string) file_get_contents("$this->folder/php.log");
    }

    /** The FPM master's log. It names a worker that died. */
    public function masterLog(): string
    {
        return (string) file_get_contents("$this->folder/fpm.log");
    }

    /**
     * Sends all requests in parallel, at most $atOnce at a time, and returns the bodies in order.
     *
     * @param list<array{string, string}> $requests path and body
     * @return list<string>
     */
    public function together(array $requests, int $atOnce = PHP_INT_MAX): array
    {
        return array_column($this->timed($requests, $atOnce), 'body');
    }

    /**
     * Like together(), with status and duration.
     *
     * @param list<array{string, string}> $requests
     * @param ?callable(): void $meanwhile called again and again, at least twenty times a second
     * @return list<array{body: string, status: int, seconds: float}>
     */
    public function timed(array $requests, int $atOnce = PHP_INT_MAX, ?callable $meanwhile = null): array
    {
        $many = curl_multi_init();
        $waiting = $requests;
        $running = $answers = [];
        while ($waiting !== [] || $running !== []) {
            if ($meanwhile !== null) {
                $meanwhile();
            }
            while ($waiting !== [] && count($running) < $atOnce) {
                $number = array_key_first($waiting);
                [$path, $body] = $waiting[$number];
                unset($waiting[$number]);
                $one = curl_init($this->url . $path);
                if ($one === false) {
                    throw new RuntimeException('no cURL');
                }
                curl_setopt_array($one, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 120] + ($body === '' ? [] : [CURLOPT_POSTFIELDS => $body]));
                curl_multi_add_handle($many, $one);
                $running[spl_object_id($one)] = $number;
            }
            curl_multi_exec($many, $left);
            while (($done = curl_multi_info_read($many)) !== false) {
                $one = $done['handle'];
                $number = $running[spl_object_id($one)];
                unset($running[spl_object_id($one)]);
                $answers[$number] = [
                    'body' => (string) curl_multi_getcontent($one),
                    'status' => (int) curl_getinfo($one, CURLINFO_RESPONSE_CODE),
                    'seconds' => (float) curl_getinfo($one, CURLINFO_TOTAL_TIME),
                ];
                curl_multi_remove_handle($many, $one);
            }
            if ($left > 0) {
                curl_multi_select($many, 0.05);
            }
        }
        ksort($answers);

        return array_values($answers);
    }

    public function stop(): void
    {
        foreach (array_reverse($this->processes) as $process) {
            proc_terminate($process, SIGTERM);
            proc_close($process);
        }
        $this->processes = [];
    }
}
