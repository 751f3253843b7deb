<?php

declare(strict_types=1);

/**
 * A simulated panel, a cache folder, and PHP processes that use both, on loopback and in a temporary folder. stop() ends all of
 * them.
 */
final class Machine
{
    public const TOKEN = 'a-token-that-nobody-may-see';

    /** @var array{url: string, control: string, ca: string} */
    public array $panel;
    public readonly string $folder;
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];
    /** @var list<Fpm> */
    private array $servers = [];
    /** @var resource|null */
    private $redis = null;

    /** @param array<string, mixed> $world */
    public function __construct(array $world)
    {
        $this->folder = sys_get_temp_dir() . '/processes-' . bin2hex(random_bytes(6));
        mkdir($this->folder, 0755);
        $file = $this->folder . '/world.json';
        file_put_contents($file, json_encode($world + ['token' => self::TOKEN], JSON_THROW_ON_ERROR));
        $command = [(string) getenv('VIRTFUSION_PANEL'), '--world', $file, '--dir', $this->folder];
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $this->pipes);
        if ($process === false) {
            throw new RuntimeException('The simulated panel did not start');
        }
        $this->process = $process;
        $this->panel = json_decode((string) fgets($this->pipes[1]), true, 8, JSON_THROW_ON_ERROR);
    }

    public function stop(): void
    {
        foreach ($this->servers as $server) {
            $server->stop();
        }
        if ($this->redis !== null) {
            proc_terminate($this->redis, 9);
            proc_close($this->redis);
        }
        array_map('fclose', $this->pipes);
        proc_close($this->process);
        exec('rm -rf ' . escapeshellarg($this->folder));
    }

    /**
     * Replaces the faults of the panel.
     *
     * @param list<array<string, mixed>> $faults
     */
    public function faults(array $faults): void
    {
        file_get_contents($this->panel['control'] . '/faults', false, stream_context_create(['http' => [
            'method' => 'PUT', 'header' => 'Content-Type: application/json', 'content' => json_encode($faults, JSON_THROW_ON_ERROR),
        ]]));
    }

    /**
     * Starts a web server whose workers have their own cache folder.
     *
     * @param array<string, string> $settings
     */
    public function serve(array $settings = [], string $site = __DIR__ . '/site', int $workers = 8, string $pool = ''): Fpm
    {
        $folder = "$this->folder/fpm-" . bin2hex(random_bytes(4));
        mkdir($folder, 0755);
        chown($folder, Fpm::USER);
        $this->servers[] = $server = new Fpm($folder, $site, $settings + [
            'extension' => (string) getenv('VIRTFUSION_EXTENSION'),
            'virtfusion_direct.cafile' => $this->panel['ca'],
            'virtfusion_direct.cache_dir' => "$folder/cache",
        ], $workers, $pool);

        return $server;
    }

    /**
     * Starts a Redis server for this test and returns the setting for it.
     *
     * @param list<string> $options
     * @return array<string, string>
     */
    public function redis(array $options = [], ?string $url = null): array
    {
        $socket = "$this->folder/redis.sock";
        $command = [self::store('server'), '--port', '0', '--unixsocket', $socket, '--unixsocketperm', '777', '--save', '', '--dir', $this->folder];
        $process = proc_open([...$command, ...$options], [1 => ['file', "$this->folder/redis.log", 'w']], $pipes);
        if ($process === false) {
            throw new RuntimeException(self::store('server') . ' did not start');
        }
        $this->redis = $process;
        for ($wait = 0; !file_exists($socket) && $wait < 500; $wait++) {
            usleep(10_000);
        }

        return ['virtfusion_direct.redis_url' => $url ?? "unix://$socket"];
    }

    /** The program name of Redis's server or client, or of VIRTFUSION_REDIS instead: redis, valkey. */
    public static function store(string $part): string
    {
        return (getenv('VIRTFUSION_REDIS') ?: 'redis') . "-$part";
    }

    /** Sends a signal to the Redis server. */
    public function signalRedis(int $signal): void
    {
        if ($this->redis !== null) {
            proc_terminate($this->redis, $signal);
        }
    }

    /** Code that waits until goOn() is called. */
    public function pause(): string
    {
        return 'while (!is_file(' . var_export("$this->folder/go-on", true) . ')) { usleep(5_000); clearstatcache(); }';
    }

    /** Ends the wait of all code from pause(). */
    public function goOn(): void
    {
        touch("$this->folder/go-on");
    }

    /** The number of requests for a path. */
    public function asked(string $path): int
    {
        $counters = json_decode((string) file_get_contents($this->panel['control'] . '/counters'), true);

        return $counters['requests'][$path] ?? 0;
    }

    /**
     * Starts PHP with the extension. The code has a Module in $m, and starts at the time $at.
     *
     * @param array<string, string> $settings
     * @param list<string> $through the command that starts it, such as one that sets a limit
     */
    public function start(string $code, array $settings = [], ?float $at = null, ?string $url = null, array $through = []): Php
    {
        $settings += [
            'extension' => (string) getenv('VIRTFUSION_EXTENSION'),
            'virtfusion_direct.cafile' => $this->panel['ca'],
            'virtfusion_direct.cache_dir' => $this->folder . '/cache',
            'display_errors' => 'stderr',
            'log_errors' => '1',
        ];
        $command = [...$through, 'php', '-n'];
        foreach ($settings as $name => $value) {
            array_push($command, '-d', "$name=$value");
        }
        $before = '$m = new VirtFusionDirect\Module($argv[1], $argv[2]);'
            . 'while (microtime(true) < (float) $argv[3]) { usleep(300); }';
        array_push($command, '-r', $before . $code, '--', $url ?? $this->panel['url'], self::TOKEN, (string) ($at ?? 0));

        return new Php($command);
    }

    /** @param array<string, string> $settings */
    public function run(string $code, array $settings = []): string
    {
        return $this->start($code, $settings)->output();
    }
}
