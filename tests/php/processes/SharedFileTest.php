<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Machine.php';
require_once __DIR__ . '/Php.php';
require_once __DIR__ . '/Fpm.php';

/** The shared file while others stop, kill or cut what they can reach. Signals are seen by what a process printed and how it ended. */
final class SharedFileTest extends TestCase
{
    /** How many servers of an even package from 100 on fit, and of an odd one. */
    private const FITS = [63, 31];
    /**
     * Prints its process id, and uses the store until the test says that the harm is over: it acquires and releases limits of its
     * own, competes for one, stores answers and computes quantities. Then prints how often the one limit was granted, how many
     * answers were wrong, how often the store was not in use, and how long it took until the store was in use again.
     */
    private const WRITER = <<<'PHP'
        $stock = new VirtFusionDirect\StockControl($m);
        $row = ['id' => 1, 'configoption1' => '5', 'configoption2' => '100'];
        $granted = $wrong = $alone = $n = 0;
        $acquire = fn (string $key, int $seconds): bool => VirtFusionDirect\RateLimit::acquire($key, $seconds);
        $isShared = fn (): bool => VirtFusionDirect\Cache::facts()['tier'] === 'lmdb';
        // Null is unknown, and not wrong.
        $isWrong = fn (?int $value, int $right): int => $value === null || $value === $right ? 0 : 1;
        echo $id = getmypid(), "\n";
        while (!is_file($over)) {
            clearstatcache();
            $granted += (int) $acquire('shared', 6000);
            $own = "own-$id-" . ++$n % 2000;
            $acquire($own, 600);
            if ($n % 2) {
                VirtFusionDirect\RateLimit::release($own);
            }
            if ($n % 20 === 1) {
                $m->forgetPackage(100);
                $wrong += $isWrong($stock->quantity($row), 63) + $isWrong($m->fetchPackage(3)['memory'] ?? null, 1024);
            }
            $alone += (int) !$isShared();
        }
        $open = null;
        $start = microtime(true);
        do {
            usleep(1_000);
            VirtFusionDirect\RateLimit::release("own-$id-1");
            $took = microtime(true) - $start;
        } while (!$isShared() && $took < 30);
        $granted += (int) $acquire('shared', 6000);
        $m->forgetPackage(100);
        // The failure of another writer that asked at the same time may still be passed on.
        do {
            $last = $stock->quantity($row);
        } while ($last === null && microtime(true) - $start < 30);
        $wrong += (int) ($last !== 63);
        echo json_encode([$granted, $wrong, $alone, $isShared() ? $took : null]);
        PHP;

    private Machine $machine;

    protected function setUp(): void
    {
        $packages = ['3' => ['memory' => 1024]];
        for ($id = 100; $id < 140; $id++) {
            $packages[(string) $id] = ['memory' => $id % 2 === 0 ? 1024 : 2048];
        }
        $this->machine = new Machine(['packages' => $packages, 'groups' => ['5' => [['id' => 1, 'memory' => [71680, 0]]]]]);
    }

    protected function tearDown(): void
    {
        $this->machine->stop();
    }

    /** @return array<string, array{list<string>}> */
    public static function namespaces(): array
    {
        return [
            'PID namespaces' => [['unshare', '--pid', '--fork']],
            'PID and mount namespaces with another /proc' => [['unshare', '--pid', '--fork', '--mount-proc']],
            'mount namespaces without /proc' => [['unshare', '--pid', '--fork', '--mount', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh']],
        ];
    }

    /**
     * @dataProvider namespaces
     * @param list<string> $inside
     */
    public function testProcessesInFourNamespacesShareOneFolder(array $inside): void
    {
        $code = '$p = $m->fetchPackage(3); $won = VirtFusionDirect\RateLimit::acquire("once", 600);'
            . 'echo json_encode([getmypid(), $p["memory"], $won, VirtFusionDirect\Cache::facts()["tier"]]);';
        $at = microtime(true) + 2;
        $all = [];
        for ($number = 0; $number < 4; $number++) {
            $all[] = $this->machine->start($code, [], $at, null, $inside);
        }
        $found = array_map(static fn (Php $php): array => (array) json_decode($php->output(), true), $all);
        self::assertSame([1024], array_values(array_unique(array_column($found, 1))));
        self::assertSame(1, count(array_filter(array_column($found, 2))), json_encode($found) ?: '');
        self::assertSame(['lmdb'], array_values(array_unique(array_column($found, 3))));
        self::assertCount(1, array_unique(array_column($found, 0)), 'each has the same process id, in its own namespace');
        self::assertSame(1, $this->machine->asked('/packages/3'));
        $this->machine->start('$m->forgetPackage(3);', [], null, null, $inside)->output();
        self::assertSame('1024', $this->machine->start('echo $m->fetchPackage(3)["memory"];', [], null, null, $inside)->output());
        self::assertSame(2, $this->machine->asked('/packages/3'));
    }

    /** @return array<string, array{string}> */
    public static function stopped(): array
    {
        return [
            'a reader' => ['for (;;) { $m->fetchPackage(3); }'],
            'a writer' => ['for (;;) { VirtFusionDirect\RateLimit::release("x"); }'],
        ];
    }

    /** @dataProvider stopped */
    public function testAStoppedProcessDelaysNoCallerBeyondItsDeadlineAndChangesNoQuantity(string $loop): void
    {
        $busy = $this->machine->start('$m->fetchPackage(3); echo "runs\n";' . $loop);
        self::assertSame('runs', $busy->line());
        $ask = '$s = new VirtFusionDirect\StockControl($m); while ($package = trim((string) fgets(STDIN))) {'
            . '$row = ["id" => 1, "configoption1" => "5", "configoption2" => $package]; $start = microtime(true);'
            . 'echo json_encode([$s->quantity($row, 1.0), microtime(true) - $start, VirtFusionDirect\Cache::facts()["why"]]), "\n"; }';
        $running = $this->machine->start($ask);
        $waited = 0;
        try {
            for ($time = 0; $time < 40; $time++) {
                $busy->signal(19);
                // A package that no process has requested: its answer is stored, unless the file's lock is held.
                $package = (string) (100 + $time);
                $new = $this->machine->start($ask);
                foreach (['a new process' => $new, 'a running process' => $running] as $php) {
                    $php->write("$package\n");
                }
                foreach (['a new process' => $new, 'a running process' => $running] as $who => $php) {
                    [$quantity, $took, $why] = (array) json_decode($php->line(), true) + [null, null, null];
                    self::assertSame($time % 2 === 0 ? self::FITS[0] : self::FITS[1], $quantity, "$who, the $time. time: $why");
                    self::assertLessThan(2.0, $took, $who);
                    $waited += str_contains((string) $why, 'locked by another process') ? 1 : 0;
                }
                $busy->signal(18);
                $new->write("\n");
                self::assertSame('', $new->output());
                self::assertSame(0, $new->status, $new->errors);
                usleep(random_int(0, 3_000));
            }
        } finally {
            $busy->kill();
            $running->kill();
        }
        self::assertGreaterThan(0, $waited, 'it was stopped while it held the lock');
    }

    /**
     * Starts four writers, does something to them or to their store, and checks what they say after it is over.
     *
     * @param callable(list<int>): int $harm is given their process ids, and returns how often the file was lost
     * @param array<string, string> $settings
     * @param list<string> $through
     * @return int how often a writer was without the store
     */
    private function writers(callable $harm, array $settings = [], array $through = [], string $before = ''): int
    {
        $over = $this->machine->folder . '/over';
        $first = $this->machine->start('$m->fetchPackage(3); echo (int) VirtFusionDirect\RateLimit::acquire("shared", 6000);', $settings);
        self::assertSame('1', $first->output(), $first->errors);
        $all = [];
        for ($number = 0; $number < 4; $number++) {
            $all[] = $this->machine->start('$over = ' . var_export($over, true) . ";$before" . self::WRITER, $settings, null, null, $through);
        }
        $lost = $harm(array_map(static fn (Php $php): int => (int) $php->line(), $all));
        touch($over);
        [$granted, $alone, $errors] = [0, 0, ''];
        foreach ($all as $php) {
            [$own, $wrong, $without, $took] = (array) json_decode($output = $php->output(), true) + [null, null, null, null];
            self::assertSame(0, $php->status, "$output $php->errors");
            self::assertSame(0, $wrong, "no wrong answer: $output $php->errors");
            self::assertIsNumeric($took, "the store is in use again: $php->errors");
            self::assertLessThan(5.0, $took, 'the store is in use again within a second, or a few on a busy machine');
            $granted += $own;
            $errors .= $php->errors;
            $alone += $without;
        }
        self::assertLessThanOrEqual($lost, $granted, "a limit is granted once more for each file that was lost: $errors");
        $last = 'echo (int) VirtFusionDirect\RateLimit::acquire("shared", 6000), VirtFusionDirect\Cache::facts()["tier"], $m->fetchPackage(3)["memory"];';
        self::assertSame('0lmdb1024', $this->machine->run($last, $settings));

        return $alone;
    }

    /** @return array<string, array{string}> */
    public static function harm(): array
    {
        return [
            'removed' => ['rm -f $FILE'],
            'cut to nothing' => ['truncate -s 0 $FILE'],
            'cut to two pages' => ['truncate -s 8192 $FILE'],
            'cut in the middle' => ['truncate -s 40000 $FILE'],
            'opened to others' => ['chmod 666 $FILE'],
            'closed to its owner' => ['chmod 0 $FILE'],
            'linked' => ['ln -f $FILE $FILE.link'],
            'replaced' => ['head -c 100000 /dev/zero >$FILE.new && mv $FILE.new $FILE'],
        ];
    }

    /** @dataProvider harm */
    public function testFourWritersSurviveWhatIsDoneToTheFile(string $harm): void
    {
        $file = $this->machine->folder . '/cache/cache-2.mdb';
        $this->writers(static function () use ($harm, $file): int {
            for ($time = 0; $time < 5; $time++) {
                usleep(200_000);
                exec('FILE=' . escapeshellarg($file) . "; $harm 2>&1");
            }

            return 5;
        });
    }

    public function testFourWritersSurviveAFullFileSystem(): void
    {
        $cache = $this->machine->folder . '/small';
        exec('mkdir ' . escapeshellarg($cache) . ' && mount -t tmpfs -o size=1m,mode=700 none ' . escapeshellarg($cache), $output, $status);
        self::assertSame(0, $status);
        try {
            $alone = $this->writers(static function () use ($cache): int {
                exec('cat /dev/zero >' . escapeshellarg("$cache/filler") . ' 2>/dev/null');
                sleep(2);
                unlink("$cache/filler");

                return 0;
            }, ['virtfusion_direct.cache_dir' => $cache]);
            self::assertGreaterThan(0, $alone, 'the file could not grow');
        } finally {
            exec('umount ' . escapeshellarg($cache));
        }
    }

    /** @return array<string, array{string, int, bool, 3?: string}> the limit, grants without the file, whether it is used, code before */
    public static function limits(): array
    {
        // How much PHP itself needs differs between versions.
        $little = 'preg_match("/VmSize:\s+(\d+)/", file_get_contents("/proc/self/status"), $size);'
            . 'exec("prlimit --pid=" . getmypid() . " --as=" . ($size[1] * 1024 + (32 << 20)) . ":");';
        $open = '$open = []; while ($file = @fopen("/dev/null", "r")) { $open[] = $file; }';

        return [
            'files of 4 KB' => ['fsize=4096', 0, false],
            'files of 1 MB' => ['fsize=1048576', 0, false],
            'files of 63 MB' => ['fsize=66060288', 0, false],
            'files of 70 MB' => ['fsize=73400320', 0, true],
            'an address space that the file does not fit in' => ['as=unlimited', 4, false, $little],
            'no further file once the store is open' => ['nofile=40', 0, true, "VirtFusionDirect\\Cache::facts(); $open"],
            'one file where the store needs two' => ['nofile=40', 4, false, "$open array_pop(\$open);"],
        ];
    }

    /** @dataProvider limits */
    public function testFourWritersWithALimitGetNoSignalAndUseTheStoreOnceItIsLifted(string $limit, int $blind, bool $used, string $before = ''): void
    {
        $alone = $this->writers(static function (array $all) use ($limit, $blind): int {
            usleep(1_000_000);
            $lifted = str_starts_with($limit, 'nofile') ? 'nofile=1024' : strstr($limit, '=', true) . '=unlimited';
            foreach ($all as $id) {
                exec("prlimit --pid=$id --$lifted:", $output, $status);
                self::assertSame(0, $status);
            }

            // A process that cannot open the file is granted a limit by its own memory, once.
            return $blind;
        }, [], ['prlimit', "--$limit:"], $before);
        self::assertSame($used, $alone === 0, "$alone times without the store");
    }

    public function testAForkedChildHoldsNoLockOfAParentThatIsKilled(): void
    {
        $code = 'VirtFusionDirect\RateLimit::release("x"); $child = pcntl_fork();'
            . 'if ($child === 0) { fclose(STDOUT); fclose(STDERR); sleep(60); exit; }'
            . 'echo $child, "\n"; for (;;) { VirtFusionDirect\RateLimit::release("x"); }';
        for ($time = 0; $time < 15; $time++) {
            $parent = $this->machine->start($code);
            $child = (int) $parent->line();
            self::assertGreaterThan(1, $child);
            usleep(random_int(1_000, 20_000));
            $parent->kill();
            try {
                $other = $this->machine->start('VirtFusionDirect\RateLimit::release("x"); echo VirtFusionDirect\Cache::facts()["tier"];');
                self::assertSame('lmdb', $other->output(), $other->errors);
            } finally {
                posix_kill($child, 9);
            }
        }
    }

    public function testAForkedChildUsesTheFileAsItsParentDoes(): void
    {
        $code = 'echo $m->fetchPackage(3)["memory"], " "; $child = pcntl_fork(); echo $m->fetchPackage(3)["memory"], " ";'
            . 'echo (int) VirtFusionDirect\RateLimit::acquire("once", 600), VirtFusionDirect\Cache::facts()["tier"], "\n";'
            . 'if ($child) { pcntl_wait($status); }';
        $output = $this->machine->start($code)->output();
        self::assertSame(1, substr_count($output, '1lmdb'), $output);
        self::assertSame(1, substr_count($output, '0lmdb'), $output);
        self::assertSame(1, $this->machine->asked('/packages/3'));
    }

    public function testAWriterThatIsKilledTwoHundredTimesLeavesACleanFileOnExt4(): void
    {
        $folder = $this->machine->folder . '/disk';
        mkdir($folder);
        $mounted = trim((string) shell_exec('stat -f -c %T ' . escapeshellarg($folder))) !== 'ext2/ext3';
        if ($mounted) {
            $image = escapeshellarg("$folder.img");
            exec("truncate -s 200M $image && mkfs.ext4 -q $image && mount -o loop $image " . escapeshellarg($folder) . ' 2>&1', $output, $status);
            self::assertSame(0, $status, implode("\n", $output));
        }
        try {
            $this->killTwoHundredTimes(['virtfusion_direct.cache_dir' => "$folder/cache"]);
            self::assertSame([], glob("$folder/cache/*.aside"), 'no file was damaged');
        } finally {
            exec($mounted ? 'umount ' . escapeshellarg($folder) : 'true');
        }
    }

    /** @param array<string, string> $settings */
    private function killTwoHundredTimes(array $settings): void
    {
        $kept = 'echo (int) VirtFusionDirect\RateLimit::acquire("kept", 6000), VirtFusionDirect\Cache::facts()["tier"], $m->fetchPackage(3)["memory"], "\n";';
        self::assertSame("1lmdb1024\n", $this->machine->run($kept, $settings));
        $inode = fileinode($settings['virtfusion_direct.cache_dir'] . '/cache-2.mdb');
        $loop = 'for ($n = 0;; $n++) { VirtFusionDirect\RateLimit::acquire("k" . $n % 100, 1); VirtFusionDirect\RateLimit::release("k" . $n % 100); }';
        for ($time = 0; $time < 200; $time++) {
            $writer = $this->machine->start($kept . $loop, $settings);
            self::assertSame('0lmdb1024', $writer->line(), "reopened after $time kills");
            usleep(random_int(0, 8_000));
            $writer->kill();
        }
        self::assertSame("0lmdb1024\n", $this->machine->run($kept, $settings));
        clearstatcache();
        self::assertSame($inode, fileinode($settings['virtfusion_direct.cache_dir'] . '/cache-2.mdb'), 'the file was never replaced');
        self::assertSame(1, $this->machine->asked('/packages/3'));
    }
}
