<?php

/*
 * The addon's admin page: which of its views is wanted. It shows what the ledger knows and asks no panel for it;
 * actions are POST, checked before anything else happens.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use Throwable;
use VirtFusionDirect\Cache;
use WHMCS\Module\Addon\VirtfusionStock\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Journal;
use WHMCS\Module\Addon\VirtfusionStock\Ledger\Ledger;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Coalescing;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Arithmetic;

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

    /**
     * @param Result|null $result of an action
     * @param array{good: bool, words: string}|null $check of a panel
     */
    public static function overview(View $view, ?Result $result = null, ?array $check = null): string
    {
        $settings = Settings::load();

        return $view->render('overview', [
            'advice' => Extension::loaded() ? null : Extension::advice(),
            'settings' => $settings,
            'overview' => Overview::load($view->words, $settings),
            'swept' => Coalescing::read()->sweptAt(),
            'panels' => Panels::load()->all(),
            'step' => Progress::read(),
            'cache' => Extension::loaded() ? Cache::facts() : null,
            'result' => $result,
            'check' => $check,
        ]);
    }

    private static function product(View $view): string
    {
        $asked = is_string($_GET['product']) ? $_GET['product'] : '';
        $id = preg_match('/^\d{1,10}$/D', $asked) === 1 ? (int) $asked : 0;
        $line = $id > 0 ? Overview::one($view->words, Settings::load(), $id) : null;
        if ($line === null) {
            http_response_code(404);

            return $view->render('message', ['message' => 'not_a_product']);
        }
        $report = Ledger::report($id);

        return $view->render('product', [
            'product' => $line,
            'report' => $report,
            'whatIf' => $report === null ? null : WhatIf::of($report, $_GET),
            'arithmetic' => $report === null ? null : new Arithmetic($view->words, $report),
        ]);
    }

    /** @return array{running: bool, phase: string, words: string} */
    private static function progress(View $view): array
    {
        $step = Progress::read();

        return ['running' => $step->isRunning(), 'phase' => $step->phase, 'words' => $step->words($view->words)];
    }
}
