<?php

/*
 * Keeps what recalculations have asked of each panel, in mod_virtfusion_stock_panel. Its counts only rise.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Ledger;

use Illuminate\Database\Query\Builder;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Database;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Tables;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Usage;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class PanelCounts
{
    public function __construct(private Database $database, private Tables $tables)
    {
    }

    /**
     * Adds to the counts. A panel that was not asked keeps the time that the last question took.
     *
     * @param array<int, Usage> $usage by panel
     */
    public function add(array $usage): void
    {
        $usage = array_filter($usage, static fn (Usage $ofPanel): bool => $ofPanel->requests > 0);
        if ($usage === []) {
            return;
        }
        $this->tables->repaired(function () use ($usage): void {
            if ($this->raise($usage) < count($usage)) {
                $this->table()->insertOrIgnore(array_map(static fn (int $panel): array => [
                    'panel_id' => $panel,
                    'requests' => $usage[$panel]->requests,
                    'failures' => $usage[$panel]->failures,
                    'milliseconds' => self::milliseconds($usage[$panel]),
                ], array_keys($usage)));
            }
        });
    }

    /** @return array<int, Usage> the counts so far and the last time, by panel */
    public function all(): array
    {
        $rows = $this->tables->repaired(
            fn (): array => $this->database->rows($this->table(), ['panel_id', 'requests', 'failures', 'milliseconds']),
        );
        $counts = [];
        foreach ($rows as $row) {
            $counts[(int) $row->panel_id] = new Usage((int) $row->requests, (int) $row->failures, (int) $row->milliseconds / 1000);
        }

        return $counts;
    }

    /**
     * In one statement, so that no other process's counts are lost.
     *
     * @param non-empty-array<int, Usage> $usage
     * @return int the panels that have a row
     */
    private function raise(array $usage): int
    {
        $connection = $this->database->connection();
        $wrap = [$connection->getQueryGrammar(), 'wrap'];
        $requests = $failures = $milliseconds = "CASE {$wrap('panel_id')}";
        foreach ($usage as $panel => $ofPanel) {
            $requests .= " WHEN {$panel} THEN {$ofPanel->requests}";
            $failures .= " WHEN {$panel} THEN {$ofPanel->failures}";
            $milliseconds .= " WHEN {$panel} THEN " . self::milliseconds($ofPanel);
        }

        return $this->database->update($this->table()->whereIntegerInRaw('panel_id', array_keys($usage)), [
            'requests' => $connection->raw("{$wrap('requests')} + {$requests} END"),
            'failures' => $connection->raw("{$wrap('failures')} + {$failures} END"),
            'milliseconds' => $connection->raw("{$milliseconds} END"),
        ]);
    }

    private static function milliseconds(Usage $usage): int
    {
        return (int) round(1000 * $usage->seconds);
    }

    private function table(): Builder
    {
        return $this->database->table(Tables::PANELS);
    }
}
