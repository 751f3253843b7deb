<?php

/*
 * The page's buttons. An action runs only if the request has proved to come from the shop's own pages.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Alert\Alerts;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Installation;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Response;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\GroupNameUpdate;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Actions
{
    /** The action for scripts, which returns quantities by product id. */
    public const FOR_SCRIPTS = 'stockRecalculate';

    private const OF_FORMS = ['recalculate', 'recalculateOne', 'startWriting', 'preview', 'check', 'testAlerts'];

    public function __construct(private Shop $shop, private Page $page, private View $view)
    {
    }

    public function run(string $action): void
    {
        $complaint = (new Origin($this->shop->database))->complaint();
        if ($complaint !== null) {
            $this->refuse($action, $complaint);

            return;
        }
        if (!in_array($action, [self::FOR_SCRIPTS, ...self::OF_FORMS], true)) {
            JsonResponse::error(405, 'There is no such action.')->send();
        }
        if (!Extension::loaded()) {
            if ($action === self::FOR_SCRIPTS || self::wantsJson()) {
                JsonResponse::error(503, Extension::advice())->send();
            }
            echo $this->page->overview($this->view);

            return;
        }
        (new Response())->detach();
        $html = match ($action) {
            'check' => $this->page->overview($this->view, null, $this->check()),
            'testAlerts' => $this->page->overview($this->view, null, $this->testAlerts()),
            'preview' => $this->page->overview($this->view, $this->preview()),
            'recalculateOne' => $this->recalculateOne(),
            default => $this->page->overview($this->view, $this->recalculate($action)),
        };
        if (self::wantsJson()) {
            JsonResponse::data(['html' => $html])->send();
        }
        echo $html;
    }

    /** Whether the page's own script asks, which puts the answer into the page. */
    public static function wantsJson(): bool
    {
        return ($_POST['answer'] ?? '') === 'json';
    }

    /** With a page for the page's own forms, which work without a script, and else with JSON. */
    private function refuse(string $action, string $complaint): void
    {
        if (!in_array($action, self::OF_FORMS, true) || self::wantsJson()) {
            JsonResponse::error(403, $this->view->words->say($complaint))->send();
        }
        http_response_code(403);
        echo $this->view->render('message', ['message' => $complaint]);
    }

    private function preview(): Result
    {
        return Result::of($this->view->words, $this->shop, (new Sweep($this->shop))->preview(), true);
    }

    private function recalculate(string $action): Result
    {
        if ($action === 'startWriting') {
            (new Installation($this->shop))->startWriting();
        }
        $progress = new Progress($this->shop->stateRow(), $this->shop->lock());
        try {
            $outcome = (new Sweep($this->shop))->allUncached('admin page', $progress->note(...));
        } finally {
            $progress->end();
        }
        (new GroupNameUpdate($this->shop))->after($outcome);
        if ($action === self::FOR_SCRIPTS) {
            $response = $outcome->started
                ? JsonResponse::quantities($outcome->quantities())
                : JsonResponse::error(409, 'Another recalculation is running; this one will follow it.');
            $response->send();
        }

        return Result::of($this->view->words, $this->shop, $outcome, false);
    }

    /** @return string the page on which the button was pressed */
    private function recalculateOne(): string
    {
        $id = is_string($_POST['product'] ?? null) ? (int) $_POST['product'] : 0;
        $result = Result::of($this->view->words, $this->shop, (new Sweep($this->shop))->oneUncached($id), false);

        return isset($_GET['product']) ? $this->page->product($this->view, $result) : $this->page->overview($this->view, $result);
    }

    /** @return array{good: bool, words: string} */
    private function check(): array
    {
        $id = is_string($_POST['server'] ?? null) ? (int) $_POST['server'] : 0;
        $panel = $this->shop->panels()->all()[$id] ?? null;
        if ($panel === null) {
            return ['good' => false, 'words' => $this->view->words->say('check_unknown')];
        }
        $error = $panel->check();
        $key = $error === '' ? 'check_good' : 'check_bad';

        return [
            'good' => $error === '',
            'words' => $this->view->words->say($key, ['panel' => $panel->label(), 'error' => $error]),
        ];
    }

    /** @return array{good: bool, words: string} */
    private function testAlerts(): array
    {
        $answers = (new Alerts($this->shop))->test();
        $sentences = [];
        foreach ($answers as $channel => $error) {
            $values = ['channel' => $this->view->words->say("alert_channel_{$channel}"), 'error' => (string) $error];
            $sentences[] = $this->view->words->say($error === null ? 'alert_test_taken' : 'alert_test_failed', $values);
        }

        return [
            'good' => $answers !== [] && array_filter($answers) === [],
            'words' => $sentences === [] ? $this->view->words->say('alert_page_off') : implode(' ', $sentences),
        ];
    }
}
