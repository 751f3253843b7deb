<?php

/*
 * Writes to WHMCS's logs: one Module Log entry for each sweep, an activity line for a product that sold out or is available again, and
 * one for a failure. It never throws. Callers pass no tokens and no module parameters.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Shop;

use Illuminate\Database\QueryException;
use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Journal
{
    private const PREFIX = 'VirtFusion Stock: ';

    /**
     * @param array<int, Reading> $readings
     * @param string $occasion what caused the sweep
     */
    public function sweep(array $readings, string $occasion, bool $previewOnly): void
    {
        $this->quietly(function () use ($readings, $occasion, $previewOnly): void {
            if (!function_exists('logModuleCall')) {
                return;
            }
            \logModuleCall(
                Settings::MODULE,
                'recalculate',
                $this->json(['occasion' => $occasion, 'preview_only' => $previewOnly]),
                $this->json($this->summary($readings)),
                $this->json(['skipped' => $this->reasons($readings)]),
            );
        });
    }

    /**
     * An activity line for each product that sold out or is available again, and for each panel that can no longer be used.
     *
     * @param array<int, Reading> $readings
     * @param array<int, Entry> $before the ledger before this sweep
     */
    public function turns(array $readings, array $before): void
    {
        $complaints = [];
        foreach ($readings as $id => $reading) {
            if ($reading->written && ($reading->before === 0 || $reading->quantity === 0)) {
                $state = $reading->quantity === 0 ? 'is sold out' : 'is available again';
                $why = $reading->reason === 'ok' ? '' : " ({$reading->reason})";
                $this->activity("product #{$id} " . Text::line($reading->name, 80)
                    . " {$state}: {$reading->before} -> {$reading->quantity}{$why}");
            }
            $isNew = ($before[$id]->error ?? null) !== $reading->error;
            if ($isNew && in_array($reading->reason, ['no_panel', 'panel_unusable'], true)) {
                $complaints["{$reading->error}; the quantities of its products stay as they are"] = true;
            } elseif ($isNew && $reading->reason === 'holds_unreadable') {
                $complaints["the open orders cannot be read: {$reading->error}; all quantities stay as they are"] = true;
            }
        }
        foreach (array_keys($complaints) as $complaint) {
            $this->activity($complaint);
        }
    }

    /** One line in the activity log, or in PHP's error log if that fails. Where error_log() is disabled too, it is lost. */
    public function failure(string $during, Throwable $failure): void
    {
        $cause = $failure instanceof QueryException ? ($failure->getPrevious() ?? $failure) : $failure;
        $this->activity("{$during} failed: " . $cause::class . ': ' . Text::line($cause->getMessage(), 300)
            . ' at ' . basename($cause->getFile()) . ':' . $cause->getLine() . '; quantities stay as they are');
    }

    public function activity(string $line): void
    {
        try {
            if (function_exists('logActivity')) {
                \logActivity(self::PREFIX . $line);

                return;
            }
        } catch (Throwable) {
            // The activity log is a table. Without the database only PHP's own log remains.
        }
        if (function_exists('error_log')) {
            error_log(self::PREFIX . $line);
        }
    }

    /**
     * @param array<int, Reading> $readings
     * @return array<string, int>
     */
    private function summary(array $readings): array
    {
        $counts = ['total' => count($readings), 'updated' => 0, 'unchanged' => 0, 'zeroed' => 0, 'skipped' => 0];
        foreach ($readings as $reading) {
            $counts[$reading->written ? 'updated' : ($reading->known() ? 'unchanged' : 'skipped')]++;
            $counts['zeroed'] += (int) ($reading->written && $reading->quantity === 0);
        }

        return $counts;
    }

    /**
     * @param array<int, Reading> $readings
     * @return array<string, list<int>> why => product ids
     */
    private function reasons(array $readings): array
    {
        $reasons = [];
        foreach ($readings as $id => $reading) {
            if (!$reading->known()) {
                $reasons[$reading->reason . ($reading->error === null ? '' : ": {$reading->error}")][] = $id;
            }
        }

        return $reasons;
    }

    /** @param array<string, mixed> $data */
    private function json(array $data): string
    {
        return (string) json_encode($data, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES);
    }

    private function quietly(callable $write): void
    {
        try {
            $write();
        } catch (Throwable $failure) {
            $this->failure('writing the Module Log', $failure);
        }
    }
}
