<?php

/*
 * The addon's admin page: which of its views is wanted. It shows what the ledger knows and asks no panel for it;
 * actions are POST, checked before anything else happens.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Throwable;
use VirtFusionDirect\Cache;

final class Page
{
    /** @param mixed $vars as WHMCS hands them to _output */
    public static function serve($vars): void
    {
        $view = new View(is_array($vars) ? $vars : []);
        $method = (string) ($_SERVER['REQUEST_METHOD'] ?? 'GET');
        $action = $_POST['action'] ?? $_GET['action'] ?? '';
        $action = is_string($action) ? $action : '';
        try {
            if ($method === 'POST') {
                Actions::run($action, $view);
            } elseif ($action !== '' || !in_array($method, ['GET', 'HEAD'], true)) {
                Answer::error(405, 'Actions are POST requests.');
            } elseif (($_GET['view'] ?? '') === 'progress') {
                Answer::data(self::progress($view));
            } elseif (isset($_GET['product'])) {
                echo self::product($view);
            } else {
                echo self::overview($view);
            }
        } catch (Throwable $failure) {
            Journal::failure('the admin page', $failure);
            if ($action === Actions::FOR_SCRIPTS || Actions::wantsJson()) {
                Answer::error(500, 'The recalculation failed; the activity log says why.');
            }
            echo $view->render('message', ['message' => 'failed_page']);
        }
    }

    /** @param array<string, mixed> $data what an action has to show */
    public static function overview(View $view, array $data = []): string
    {
        $settings = Settings::load();
        $swept = Coalescing::read()->sweptAt();

        return $view->render('overview', $data + [
            'advice' => Extension::loaded() ? null : Extension::advice(),
            'previewOnly' => $settings->previewOnly,
            'products' => Overview::rows($view->words, $settings),
            'swept' => $swept === null ? null : Age::words(gmdate('Y-m-d H:i:s', $swept)),
            'panels' => Panels::load()->all(),
            'progress' => self::progress($view),
            'cache' => Extension::loaded() ? Cache::facts() : null,
            'result' => null,
            'check' => null,
        ]);
    }

    private static function product(View $view): string
    {
        $asked = is_string($_GET['product']) ? $_GET['product'] : '';
        $id = preg_match('/^\d{1,10}$/D', $asked) === 1 ? (int) $asked : 0;
        $row = $id > 0 ? Overview::row($view->words, Settings::load(), $id) : null;
        if ($row === null) {
            http_response_code(404);

            return $view->render('message', ['message' => 'not_a_product']);
        }
        $report = Ledger::one($id)?->report;
        $whatIf = $report === null ? null : WhatIf::of($report, $_GET);

        return $view->render('product', [
            'product' => $row,
            'report' => $report,
            'whatIf' => $whatIf,
            'arithmetic' => $report === null ? null : new Arithmetic($view->words, $report),
        ]);
    }

    /** @return array{running: bool, phase: string, words: string} */
    private static function progress(View $view): array
    {
        $step = Progress::read();
        $values = array_filter($step, static fn (mixed $value): bool => is_scalar($value));

        return [
            'running' => in_array($step['phase'], ['asking', 'writing'], true),
            'phase' => (string) $step['phase'],
            'words' => $view->words->say("phase_{$step['phase']}", $values),
        ];
    }
}
