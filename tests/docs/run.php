<?php

/*
 * Every command in the documentation is run, or tested elsewhere, or marked as one that needs something which no test has.
 * A block of commands has a comment on the line before it:
 *   runs            it is run in the source tree, and must end with status 0
 *   runs: prints X  and its output must hold X
 *   tested: FILE    a test in that file runs it; the file must exist and contain the first word of each command
 *   needs: WHAT     it cannot be run here
 * Commands, links and paths within sentences are looked for, and so are the paths of composer.json and phpstan.neon.
 */

declare(strict_types=1);

$root = dirname(__DIR__, 2);
chdir($root);
$failures = [];
$blocks = [];
$counts = ['runs' => 0, 'tested' => 0, 'needs' => 0];
$pages = array_merge(glob('*.md') ?: [], glob('docs/*.md') ?: [], ['tests/README.md']);
foreach ($pages as $page) {
    $lines = file($page, FILE_IGNORE_NEW_LINES) ?: [];
    foreach ($lines as $at => $line) {
        if (!preg_match('/^(\s*)```(?:sh|bash|console|shell)$/', $line, $fence)) {
            continue;
        }
        $where = "{$page}:" . ($at + 1);
        $block = [];
        for ($i = $at + 1; isset($lines[$i]) && trim($lines[$i]) !== '```'; $i++) {
            $block[] = substr($lines[$i], strlen($fence[1]));
        }
        $blocks[] = implode("\n", $block);
        $mark = '/^\s*<!-- (runs|tested|needs)(?:: (.+))? -->$/';
        if (!preg_match($mark, $lines[$at - 1] ?? '', $found)) {
            $failures[] = "{$where}: the block has no mark: runs, tested or needs";
            continue;
        }
        $counts[$found[1]]++;
        $more = $found[2] ?? '';
        if ($found[1] === 'needs') {
            if ($more === '') {
                $failures[] = "{$where}: needs what?";
            }
            continue;
        }
        if ($found[1] === 'tested') {
            $text = is_file($more) ? (string) file_get_contents($more) : '';
            foreach ($block as $command) {
                $words = preg_split('/\s+/', trim((string) preg_replace('/\s#.*/', '', $command))) ?: [];
                $word = ltrim($words[0] === 'make' && isset($words[1]) ? "{$words[1]}" : $words[0], './');
                $option = current(preg_grep('/^--[a-z-]+$/', $words) ?: ['']);
                if ($word !== 'cd' && (!is_file($more) || !str_contains($text, $word) || !str_contains($text, (string) $option))) {
                    $failures[] = "{$where}: {$more} does not run '{$command}'";
                }
            }
            continue;
        }
        $process = proc_open(['sh', '-eu', '-c', implode("\n", $block)], [['null'], ['pipe', 'w'], ['redirect', 1]], $pipes);
        $output = $process === false ? '' : (string) stream_get_contents($pipes[1]);
        $status = $process === false ? -1 : proc_close($process);
        $wanted = str_starts_with($more, 'prints ') ? substr($more, 7) : '';
        if ($status !== 0 || !str_contains($output, $wanted)) {
            $failures[] = "{$where}: status {$status}, printed: {$output}";
        }
    }
}

// A command within a sentence is a target of the Makefile, or its words are in one of the blocks above or in a test that runs it.
$makefile = (string) file_get_contents('Makefile');
$sources = [...$blocks, $makefile, ...array_map('file_get_contents', ['tests/dist/run.sh', 'tests/php/addon/CommandLineTest.php'])];
// A path is the end of one in the tree; config/ is the host module's. ARCHITECTURE.md has a line for each folder of src and lib.
exec('git ls-files --cached --others --exclude-standard', $files);
$tree = "/" . implode("\n/", array_filter($files, 'is_file')) . "\n";
foreach ($pages as $page) {
    $text = (string) preg_replace('/^\s*```.*?^\s*```$/ms', '', (string) file_get_contents($page));
    preg_match_all('~`(?:\./)?((?:make|install\.sh|bin/stock|php|runuser|cargo) [^`]+)`~', $text, $commands);
    foreach (array_unique($commands[1]) as $command) {
        $words = preg_grep('~^/~', preg_split('/\s+/', $command) ?: [], PREG_GREP_INVERT) ?: [];
        $runs = static fn (string $source): bool => array_filter($words, static fn ($word) => !str_contains($source, $word)) === [];
        if ($words[0] === 'make' ? !preg_match("/^{$words[1]}:/m", $makefile) : array_filter($sources, $runs) === []) {
            $failures[] = "{$page}: nothing runs '{$command}'";
        }
    }
    preg_match_all('~\]\((?!https?:|#)([^)#]+)~', $text, $links);
    foreach (array_unique($links[1]) as $link) {
        if (!file_exists(dirname($page) . "/{$link}")) {
            $failures[] = "{$page}: {$link} is not there";
        }
    }
    preg_match_all('~`((?!config/)[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:rs|phpt?|sh|neon|toml|md)))`~', $text, $paths);
    foreach (array_unique($paths[1]) as $path) {
        if (!str_contains($tree, "/{$path}" . (str_ends_with($path, '/') ? '' : "\n"))) {
            $failures[] = "{$page}: {$path} is not there";
        }
    }
}
$architecture = (string) file_get_contents('ARCHITECTURE.md');
foreach (glob('{src,php/modules/addons/virtfusion_stock/lib}/*', GLOB_ONLYDIR | GLOB_BRACE) ?: [] as $folder) {
    if (!preg_match('~^\| .*`' . basename($folder) . '/`~m', $architecture)) {
        $failures[] = "ARCHITECTURE.md has no line for {$folder}";
    }
}
// No tool here reads what these two hold for editors and for PHPStan.
$composer = json_decode((string) file_get_contents('composer.json'), true, 8, JSON_THROW_ON_ERROR)['autoload-dev'];
preg_match_all('~^ +- ([^/\s]\S*)$~m', (string) file_get_contents('phpstan.neon'), $analysed);
foreach ([...$composer['classmap'], ...array_values($composer['psr-4']), ...$analysed[1]] as $path) {
    if (!file_exists($path)) {
        $failures[] = "composer.json or phpstan.neon: {$path} is not there";
    }
}
echo implode("\n", $failures), $failures === [] ? '' : "\n";
printf("%d run, %d tested elsewhere, %d marked; %d failed\n", ...array_values($counts), ...[count($failures)]);
exit($failures === [] && $counts['runs'] > 0 ? 0 : 1);
