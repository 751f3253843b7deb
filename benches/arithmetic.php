<?php

/*
 * arithmetic.php FOLDER: decodes and computes the group bodies in a folder with the reference. Prints the nanoseconds per
 * hypervisor and the quantities as JSON.
 */

declare(strict_types=1);

use VirtFusionReference\Capacity;

require __DIR__ . '/reference/autoload.php';

[, $folder] = $argv;
$package = json_decode((string) file_get_contents("{$folder}/package.json"), true);
$quantity = static fn (array $group): ?int => (new Capacity($package, 1, 100_000))->ofGroup($group);
$decode = static fn (string $body): array => json_decode($body, true, 64, JSON_THROW_ON_ERROR);
$median = static function (callable $work, int $count): float {
    $times = [];
    // About 20,000 hypervisors in all, and at least five repetitions.
    for ($n = max(5, intdiv(20_000, $count)); $n > 0; $n--) {
        $from = hrtime(true);
        $work();
        $times[] = hrtime(true) - $from;
    }
    sort($times);

    return $times[intdiv(count($times), 2)] / $count;
};
$ns = $quantities = [];
foreach (glob("{$folder}/[0-9]*.json") as $file) {
    $count = (int) basename($file);
    $body = (string) file_get_contents($file);
    $group = $decode($body);
    $quantities[$count] = $quantity($group);
    $ns["{$count}/decoded"] = $median(static fn (): ?int => $quantity($group), $count);
    unset($group);
    $ns["{$count}/body"] = $median(static fn (): ?int => $quantity($decode($body)), $count);
}
ksort($quantities);
echo json_encode(['ns' => $ns, 'quantities' => $quantities]), "\n";
