<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Php.php';
require_once __DIR__ . '/Fpm.php';

/** The default cache folder as hosts with many customers set them up: a /dev/shm of each customer's own, small, noexec or missing. */
final class SharedHostTest extends TestCase
{
    private const DEVICES = 'mknod -m 666 /dev/null c 1 3 && mknod -m 666 /dev/urandom c 1 9';
    /** Prints a quantity, whether a limit was granted, which cache is in use, and why not another. */
    private const CODE = <<<'PHP'
        $quantity = (new VirtFusionDirect\StockControl($m))->quantity(['id' => 1, 'configoption1' => '5', 'configoption2' => '3']);
        $granted = VirtFusionDirect\RateLimit::acquire('once', 600);
        $facts = VirtFusionDirect\Cache::facts();
        echo json_encode([$quantity, $granted, $facts['tier'], $facts['why'] ?? null]);
        PHP;

    private Machine $machine;

    protected function setUp(): void
    {
        $this->machine = new Machine(['packages' => ['3' => ['memory' => 1024]], 'groups' => ['5' => [['id' => 1, 'memory' => [71680, 0]]]]]);
    }

    protected function tearDown(): void
    {
        $this->machine->stop();
    }

    /**
     * @param list<string> $through
     * @param array<string, string> $settings
     * @return array{int|null, bool, string, string|null}
     */
    private function asks(array $through, array $settings = []): array
    {
        $php = $this->machine->start(self::CODE, $settings + ['virtfusion_direct.cache_dir' => ''], null, null, $through);
        $printed = $php->output();
        $found = json_decode($printed, true);
        self::assertIsArray($found, $printed . $php->errors);

        return $found;
    }

    /** @return list<string> a command that runs another in a mount namespace, after a preparation there */
    private function inside(string $preparation): array
    {
        return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', "$preparation && exec \"\$@\"", 'sh'];
    }

    /** @return array<string, array{string, string}> */
    public static function folders(): array
    {
        return [
            'noexec' => ['mount -t tmpfs -o mode=1777,noexec,nosuid,nodev none /dev/shm', 'lmdb'],
            'one megabyte' => ['mount -t tmpfs -o mode=1777,size=1m none /dev/shm', 'lmdb'],
            'less than a page' => ['mount -t tmpfs -o mode=1777,size=4k none /dev/shm', 'process'],
            'full' => ['mount -t tmpfs -o mode=1777,size=64k none /dev/shm && head -c 65536 /dev/zero >/dev/shm/full', 'process'],
            'read-only' => ['mount -t tmpfs -o mode=1777,ro none /dev/shm', 'process'],
            'missing' => ['mount -t tmpfs -o mode=755 none /dev && ' . self::DEVICES . ' && mount -t tmpfs -o mode=1777 none /tmp', 'lmdb'],
        ];
    }

    /** @dataProvider folders */
    public function testAQuantityIsRightWhateverDevShmIsLike(string $preparation, string $tier): void
    {
        if (str_contains($preparation, 'none /tmp')) {
            // What the test itself needs of /tmp stays reachable.
            $preparation = "mkdir /run/kept && mount --bind {$this->machine->folder} /run/kept && $preparation && "
                . "mkdir {$this->machine->folder} && mount --move /run/kept {$this->machine->folder}";
        }
        [$quantity, $granted, $found] = $this->asks($this->inside("mount -t tmpfs none /run && $preparation"));
        self::assertSame([63, true, $tier], [$quantity, $granted, $found]);
    }

    public function testEachPrivateDevShmHasACacheAndLimitsOfItsOwn(): void
    {
        $cage = $this->inside('mount -t tmpfs -o mode=1777 none /dev/shm');
        self::assertSame([63, true, 'lmdb'], array_slice($this->asks($cage), 0, 3));
        self::assertSame([63, true, 'lmdb'], array_slice($this->asks($cage), 0, 3));
        self::assertSame(2, $this->machine->asked('/packages/3'));
    }

    public function testAFolderInTheCustomersHomeIsSharedByItsCages(): void
    {
        $cage = $this->inside('mount -t tmpfs -o mode=1777 none /dev/shm');
        $settings = ['virtfusion_direct.cache_dir' => "{$this->machine->folder}/home-cache"];
        self::assertSame([63, true, 'lmdb'], array_slice($this->asks($cage, $settings), 0, 3));
        self::assertSame([63, false, 'lmdb'], array_slice($this->asks($cage, $settings), 0, 3));
        self::assertSame(1, $this->machine->asked('/packages/3'));
    }

    public function testUsersOfSeveralPoolsHaveACacheEach(): void
    {
        $users = ['www-data', 'nobody'];
        $script = 'mount -t tmpfs -o mode=1777 none /dev/shm';
        foreach ($users as $user) {
            $script .= " && setpriv --reuid $user --clear-groups \"\$@\" && echo";
        }
        $php = $this->machine->start(self::CODE, ['virtfusion_direct.cache_dir' => ''], null, null, $this->inside("$script && set -- true"));
        $printed = trim($php->output());
        $found = array_map(static fn (string $line): array => array_slice((array) json_decode($line, true), 0, 3), explode("\n", $printed));
        self::assertSame([[63, true, 'lmdb'], [63, true, 'lmdb']], $found, $printed . $php->errors);
    }

    public function testAPoolCanHaveAFolderOfItsOwn(): void
    {
        $home = "{$this->machine->folder}/home";
        mkdir($home);
        chown($home, Fpm::USER);
        $server = $this->machine->serve([], workers: 1, pool: "php_admin_value[virtfusion_direct.cache_dir] = $home/cache");
        $request = ['url' => $this->machine->panel['url'], 'token' => Machine::TOKEN, 'code' => self::CODE, 'at' => 0];
        $answer = $server->together([['/run.php', json_encode($request, JSON_THROW_ON_ERROR)]])[0];
        self::assertSame([63, true, 'lmdb', null], json_decode($answer, true), $answer);
        self::assertFileExists("$home/cache");
    }

    public function testOpenBasedirDoesNotBindTheExtension(): void
    {
        $cage = $this->inside('mount -t tmpfs -o mode=1777 none /dev/shm');
        self::assertSame([63, true, 'lmdb'], array_slice($this->asks($cage, ['open_basedir' => '/home/nobody-has-this']), 0, 3));
    }
}
