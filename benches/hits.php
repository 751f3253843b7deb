<?php

/*
 * hits.php URL TOKEN FILES ANSWERS: one process that reads ANSWERS packages and as many groups from a cache that another process
 * has filled. Prints the nanoseconds per answer as JSON: from the shared cache, from the process's own memory, as PHP arrays, and
 * from files that are read and decoded.
 */

declare(strict_types=1);

use VirtFusionDirect\Module;
use VirtFusionDirect\StockControl;
use VirtFusionReference\FileCache;

require __DIR__ . '/reference/autoload.php';

[, $url, $token, $folder, $answers] = $argv;
$answers = (int) $answers;
$module = new Module($url, $token);
$stock = new StockControl($module);
$files = new FileCache($folder);
$rows = [];
for ($id = 1; $id <= $answers; $id++) {
    $rows[] = ['id' => $id, 'configoption1' => $id, 'configoption2' => $id];
}
$timed = static function (callable $work) use ($answers): float {
    $from = hrtime(true);
    $work();

    return (hrtime(true) - $from) / (2 * $answers);
};
$sweep = static function () use ($stock, $rows): void {
    if (in_array(null, $stock->quantities($rows), true)) {
        throw new RuntimeException('A quantity is not known.');
    }
};
// Opens the store.
$stock->quantity(['id' => 1, 'configoption1' => $answers + 1, 'configoption2' => $answers + 1]);
$before = VirtFusionDirect\Cache::facts()['requests'];
$shared = $timed($sweep);
$process = [];
for ($n = 0; $n < 5; $n++) {
    $process[] = $timed($sweep);
}
sort($process);
$arrays = $timed(static function () use ($module, $answers): void {
    for ($id = 1; $id <= $answers; $id++) {
        $module->fetchPackage($id);
        $module->fetchGroupResources($id);
    }
});
$read = static function () use ($files, $answers): void {
    for ($id = 1; $id <= $answers; $id++) {
        if ($files->get("pkg:{$id}") === null || $files->get("grpres:{$id}") === null) {
            throw new RuntimeException('An answer is not in its file.');
        }
    }
};
$read();
$file = $timed($read);
$facts = VirtFusionDirect\Cache::facts();
echo json_encode([
    'tier' => $facts['tier'],
    'asked' => $facts['requests'] - $before,
    'shared' => $shared,
    'process' => $process[2],
    'arrays' => $arrays,
    'file' => $file,
]), "\n";
