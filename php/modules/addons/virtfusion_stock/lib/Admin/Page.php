<?php

/*
 * The addon's admin page: its overview, the page of one product, and the progress of a recalculation. It shows the ledger and asks no
 * panel. Actions are POST requests and are checked before anything else happens.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use Throwable;
use VirtFusionDirect\Cache;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Step;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Arithmetic;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Page
{
    public function __construct(private Shop $shop)
    {
    }

    /** @param mixed $vars as WHMCS passes them to _output */
    public function serve(mixed $vars): void
    {
        $view = new View(is_array($vars) ? $vars : [], $this->shop->clock);
        $method = (string) ($_SERVER['REQUEST_METHOD'] ?? 'GET');
        $action = $_POST['action'] ?? $_GET['action'] ?? '';
        $action = is_string($action) ? $action : '';
        try {
            if ($method === 'POST') {
                (new Actions($this->shop, $this, $view))->run($action);
            } elseif ($action !== '' || !in_array($method, ['GET', 'HEAD'], true)) {
                JsonResponse::error(405, 'Actions are POST requests.')->send();
            } elseif (($_GET['view'] ?? '') === 'progress') {
                JsonResponse::data($this->progress($view))->send();
            } elseif (isset($_GET['product'])) {
                echo $this->product($view);
            } elseif (($_GET['view'] ?? '') === 'groups') {
                echo $this->groups($view);
            } else {
                echo $this->overview($view);
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('the admin page', $failure);
            if ($action === Actions::FOR_SCRIPTS || Actions::wantsJson()) {
                JsonResponse::error(500, 'The recalculation failed; the activity log says why.')->send();
            }
            echo $view->render('message', ['message' => 'failed_page']);
        }
    }

    /**
     * @param Result|null $result of an action
     * @param array{good: bool, words: string}|null $check of a panel
     */
    public function overview(View $view, ?Result $result = null, ?array $check = null): string
    {
        return $view->render('overview', [
            'advice' => Extension::loaded() ? null : Extension::advice(),
            'settings' => $this->shop->settings(),
            'overview' => Overview::load($view->words, $this->shop),
            'swept' => $this->shop->pendingSweep()->read()->sweptAt,
            'panels' => $this->shop->panels()->all(),
            'step' => $this->step(),
            'lock' => $this->shop->lock()->facts(),
            'cache' => Extension::loaded() ? Cache::facts() : null,
            'alerts' => AlertStatus::load($this->shop),
            'result' => $result,
            'check' => $check,
            'proof' => $this->shop->proof()->counts(),
        ]);
    }

    /** @param Result|null $result of an action */
    public function product(View $view, ?Result $result = null): string
    {
        $asked = is_string($_GET['product'] ?? null) ? $_GET['product'] : '';
        $id = preg_match('/^\d{1,10}$/D', $asked) === 1 ? (int) $asked : 0;
        $line = $id > 0 ? Overview::one($view->words, $this->shop, $id) : null;
        if ($line === null) {
            http_response_code(404);

            return $view->render('message', ['message' => 'not_a_product']);
        }
        $report = $this->shop->ledger()->report($id);
        $words = $this->shop->groupNames()->in($view->words, $line->panel);

        return $view->render('product', [
            'words' => $words,
            'product' => $line,
            'panel' => $this->shop->panels()->all()[(int) $line->panel] ?? null,
            'report' => $report,
            'result' => $result,
            'history' => ProductHistory::load($this->shop, $line, $_GET['days'] ?? null),
            'orders' => OrderList::load($words, $this->shop, $id, $report),
            'whatIf' => $report === null ? null : WhatIf::of($report, $_GET),
            'arithmetic' => $report === null ? null : new Arithmetic($words, $report),
        ]);
    }

    private function groups(View $view): string
    {
        $list = GroupList::load($view->words, $this->shop);
        $picked = $list->picked(is_string($_GET['group'] ?? null) ? $_GET['group'] : '');

        return $view->render('groups', [
            'rows' => $list->rows,
            'picked' => $picked,
            'matrix' => $picked === null ? null : $list->matrix($picked),
            'report' => $picked === null ? null : $list->report($picked),
        ]);
    }

    /** @return array{running: bool, phase: string, words: string} */
    private function progress(View $view): array
    {
        $step = $this->step();

        return ['running' => $step->isRunning(), 'phase' => $step->phase, 'words' => $step->words($view->words)];
    }

    private function step(): Step
    {
        return (new Progress($this->shop->stateRow(), $this->shop->lock()))->read();
    }
}
