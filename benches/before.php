<?php

/*
 * before.php URL TOKEN: one process that computes the quantities of 50 products with the extension that is loaded. Reads `all` or
 * `one ID` from standard input, one command per line, and answers each with one line of JSON.
 */

declare(strict_types=1);

use VirtFusionDirect\Module;
use VirtFusionDirect\StockControl;

[, $url, $token] = $argv;
$locations = array_map(static fn (int $group): string => "{$group}|Location {$group}", range(1, 8));
$rows = [];
for ($id = 1; $id <= 50; $id++) {
    $rows[$id] = ['id' => $id, 'configoption1' => $id % 8 + 1, 'configoption2' => $id % 12 + 1, 'locations' => $locations];
}
echo json_encode(['ns' => 0, 'quantities' => [], 'queries' => 0]), "\n";
while (($line = fgets(STDIN)) !== false) {
    [$what, $id] = explode(' ', trim($line)) + [1 => 0];
    $from = hrtime(true);
    $stock = new StockControl(new Module($url, $token));
    $quantities = $stock->quantities($what === 'all' ? $rows : [$rows[(int) $id]]);
    echo json_encode(['ns' => hrtime(true) - $from, 'quantities' => (object) $quantities, 'queries' => 0]), "\n";
}
