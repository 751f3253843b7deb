<?php

/*
 * The addon's lines in WHMCS's logs: one Module Log entry a sweep, an activity line where a product reached or
 * left zero, one line for a failure. It must not throw, and gets neither tokens nor module parameters.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Illuminate\Database\QueryException;
use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Entry;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Reading;

final class Journal
{
    private const PREFIX = 'VirtFusion Stock: ';

    /**
     * @param array<int, Reading> $readings
     * @param string $occasion what caused the sweep
     */
    public static function sweep(array $readings, string $occasion, bool $previewOnly): void
    {
        self::quietly(static function () use ($readings, $occasion, $previewOnly): void {
            if (!function_exists('logModuleCall')) {
                return;
            }
            \logModuleCall(
                Settings::MODULE,
                'recalculate',
                self::json(['occasion' => $occasion, 'preview_only' => $previewOnly]),
                self::json(self::summary($readings)),
                self::json(['skipped' => self::reasons($readings)]),
            );
        });
    }

    /**
     * Lines for products that became sold out or available again, and for panels that cannot be used any more.
     *
     * @param array<int, Reading> $readings
     * @param array<int, Entry> $before the ledger before this sweep
     */
    public static function turns(array $readings, array $before): void
    {
        $complaints = [];
        foreach ($readings as $id => $reading) {
            if ($reading->written && ($reading->before === 0 || $reading->quantity === 0)) {
                $state = $reading->quantity === 0 ? 'is sold out' : 'is available again';
                $why = $reading->reason === 'ok' ? '' : " ({$reading->reason})";
                self::activity("product #{$id} " . Text::line($reading->name, 80)
                    . " {$state}: {$reading->before} -> {$reading->quantity}{$why}");
            }
            $isNew = ($before[$id]->error ?? null) !== $reading->error;
            if (in_array($reading->reason, ['no_panel', 'panel_unusable'], true) && $isNew) {
                $complaints[(string) $reading->error] = true;
            }
        }
        foreach (array_keys($complaints) as $complaint) {
            self::activity("{$complaint}; the quantities of its products are left as they are");
        }
    }

    /** One line in the activity log; where that is not possible, in PHP's error log. */
    public static function failure(string $during, Throwable $failure): void
    {
        $cause = $failure instanceof QueryException ? ($failure->getPrevious() ?? $failure) : $failure;
        self::activity("{$during} failed: " . $cause::class . ': ' . Text::line($cause->getMessage(), 300)
            . ' at ' . basename($cause->getFile()) . ':' . $cause->getLine() . '; quantities are left as they are');
    }

    public static function activity(string $line): void
    {
        try {
            if (function_exists('logActivity')) {
                \logActivity(self::PREFIX . $line);

                return;
            }
        } catch (Throwable) {
            // The activity log is a table: with the database gone PHP's own log is what remains.
        }
        error_log(self::PREFIX . $line);
    }

    /**
     * @param array<int, Reading> $readings
     * @return array<string, int>
     */
    private static function summary(array $readings): array
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
    private static function reasons(array $readings): array
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
    private static function json(array $data): string
    {
        return (string) json_encode($data, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES);
    }

    private static function quietly(callable $write): void
    {
        try {
            $write();
        } catch (Throwable $failure) {
            self::failure('writing the Module Log', $failure);
        }
    }
}
