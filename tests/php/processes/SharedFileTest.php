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
    /** Acquires limits of its own and one that all compete for, in a loop, and prints how often that one was granted. */
    private const WRITER = '$granted = 0; $end = microtime(true) + 2.0; for ($n = 0; microtime(true) < $end; $n++) {'
        . 'VirtFusionDirect\RateLimit::acquire("own-" . getmypid() . "-" . $n % 50, 1);'
        . 'VirtFusionDirect\RateLimit::release("own-" . getmypid() . "-" . $n % 50);'
        . 'if ($n % 20 === 0) { $m->forgetPackage(9); if ($m->fetchPackage(3)["memory"] !== 1024) { echo "wrong "; } }'
        . '$granted += VirtFusionDirect\RateLimit::acquire("shared", 600) ? 1 : 0; }'
        . 'echo json_encode([$granted, $n, VirtFusionDirect\Cache::facts()["tier"]]);';

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

    /** @return array<string, array{string, int}> */
    public static function harm(): array
    {
        return [
            'removed' => ['rm -f $FILE', 5],
            'cut to nothing' => ['truncate -s 0 $FILE', 5],
            'cut to two pages' => ['truncate -s 8192 $FILE', 5],
            'cut in the middle' => ['truncate -s 40000 $FILE', 5],
            'opened to others' => ['chmod 666 $FILE', 5],
            'linked' => ['ln -f $FILE $FILE.link', 5],
            'replaced' => ['head -c 100000 /dev/zero >$FILE.new && mv $FILE.new $FILE', 5],
        ];
    }

    /** @dataProvider harm */
    public function testWritersSurviveWhatIsDoneToTheFile(string $harm, int $times): void
    {
        $all = [];
        for ($number = 0; $number < 4; $number++) {
            $all[] = $this->machine->start(self::WRITER);
        }
        $file = $this->machine->folder . '/cache/cache-2.mdb';
        for ($time = 0; $time < $times; $time++) {
            usleep(300_000);
            exec('FILE=' . escapeshellarg($file) . "; $harm 2>&1");
        }
        $granted = 0;
        foreach ($all as $php) {
            [$own, $rounds, $tier] = (array) json_decode($output = $php->output(), true) + [null, null, null];
            self::assertSame(0, $php->status, "$output $php->errors");
            self::assertStringStartsNotWith('wrong', $output);
            self::assertGreaterThan(0, $rounds);
            self::assertSame('lmdb', $tier, $php->errors);
            $granted += $own;
        }
        self::assertGreaterThan(0, $granted);
        self::assertLessThanOrEqual($times + 1, $granted, 'a limit is granted once, and once more for each file that was lost');
    }

    /** @return array<string, array{string, bool}> */
    public static function limits(): array
    {
        return [
            'files of 4 KB' => ['--fsize=4096', false],
            'files of 1 MB' => ['--fsize=1048576', false],
            'files of 63 MB' => ['--fsize=66060288', false],
            'files of 70 MB' => ['--fsize=73400320', true],
            'an address space of 120 MB' => ['--as=125829120', false],
            'no file that can be opened' => ['--nofile=40', false],
        ];
    }

    /** @dataProvider limits */
    public function testAProcessWithLimitsEndsWithoutASignalAndOthersGoOn(string $limit, bool $shares): void
    {
        $code = '$open = []; while (ini_get("user_agent") === "few" && ($file = @fopen("/dev/null", "r"))) { $open[] = $file; }'
            . 'VirtFusionDirect\RateLimit::acquire("mine", 600); echo json_encode([VirtFusionDirect\RateLimit::acquire("mine", 600),'
            . 'VirtFusionDirect\Cache::facts()["tier"], VirtFusionDirect\Cache::facts()["why"]]);';
        $settings = ['user_agent' => str_contains($limit, 'nofile') ? 'few' : ''];
        $limited = $this->machine->start($code, $settings, null, null, ['prlimit', $limit]);
        [$again, $tier, $why] = (array) json_decode($output = $limited->output(), true) + [null, null, null];
        self::assertSame(0, $limited->status, "$output $limited->errors");
        self::assertFalse($again, 'within one process a limit is granted once');
        if (str_contains($limit, 'fsize')) {
            self::assertSame($shares ? 'lmdb' : 'process', $tier, (string) $why);
        }
        if (!$shares && str_contains($limit, 'fsize')) {
            self::assertStringContainsString('file size limit', (string) $why);
        }
        self::assertSame('lmdb', $this->machine->run('echo VirtFusionDirect\Cache::facts()["tier"];'));
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

    public function testAFullFileSystemIsNoFailureAndTheStoreIsUsedAgainWhenThereIsRoom(): void
    {
        $cache = $this->machine->folder . '/small';
        exec('mkdir ' . escapeshellarg($cache) . ' && mount -t tmpfs -o size=1m,mode=700 none ' . escapeshellarg($cache), $output, $status);
        self::assertSame(0, $status);
        try {
            $settings = ['virtfusion_direct.cache_dir' => $cache];
            $code = 'VirtFusionDirect\RateLimit::acquire("a", 600); file_put_contents("' . $cache . '/filler", str_repeat("x", 1 << 20));'
                . 'for ($n = 0; $n < 300; $n++) { VirtFusionDirect\RateLimit::acquire("limit" . $n, 600); }'
                . 'echo VirtFusionDirect\RateLimit::acquire("a", 600) ? "twice " : "", $m->fetchPackage(3)["memory"], " ";'
                . 'unlink("' . $cache . '/filler"); usleep(1_000_000);'
                . 'VirtFusionDirect\RateLimit::acquire("b", 600); echo VirtFusionDirect\Cache::facts()["tier"];';
            $php = $this->machine->start($code, $settings);
            self::assertSame('1024 lmdb', preg_replace('/^twice /', '', $php->output()), $php->errors);
            self::assertSame(0, $php->status);
        } finally {
            exec('umount ' . escapeshellarg($cache));
        }
    }

    public function testAWriterThatIsKilledTwoHundredTimesLeavesACleanFileOnADisk(): void
    {
        // The tests' temporary folder is on a disk; its kind is shown when the test fails.
        $kind = trim((string) shell_exec('stat -f -c %T ' . escapeshellarg($this->machine->folder)));
        self::assertNotSame('tmpfs', $kind, 'this test needs TMPDIR on a disk');
        self::assertSame('1', $this->machine->run('echo (int) VirtFusionDirect\RateLimit::acquire("kept", 6000);'));
        $loop = 'for ($n = 0;; $n++) { VirtFusionDirect\RateLimit::acquire("k" . $n % 100, 1); VirtFusionDirect\RateLimit::release("k" . $n % 100); }';
        for ($time = 0; $time < 200; $time++) {
            $writer = $this->machine->start('echo "runs\n";' . $loop);
            self::assertSame('runs', $writer->line());
            usleep(random_int(0, 8_000));
            $writer->kill();
        }
        self::assertSame('0lmdb', $this->machine->run('echo (int) VirtFusionDirect\RateLimit::acquire("kept", 6000), VirtFusionDirect\Cache::facts()["tier"];'), $kind);
        self::assertSame([], glob($this->machine->folder . '/cache/*.aside'), 'no file was damaged');
    }
}
