<?php

/*
 * Describes the machine on which the figures were measured.
 */

declare(strict_types=1);

namespace VirtFusionBench;

final class Machine
{
    public static function describe(int $rounds): string
    {
        preg_match('/^model name\s*:\s*(.+)$/m', (string) file_get_contents('/proc/cpuinfo'), $model);
        $cores = substr_count((string) file_get_contents('/proc/cpuinfo'), 'processor');

        return "Medians of {$rounds} rounds, both sides in turn, PHP " . PHP_VERSION . " on {$cores} cores"
            . ($model === [] ? '' : ' (' . trim($model[1]) . ')') . '.';
    }
}
