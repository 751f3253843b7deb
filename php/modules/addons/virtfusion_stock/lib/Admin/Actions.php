<?php

/*
 * What the page's buttons do. Nothing happens before the request has proved to be the shop's own.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Admin;

use WHMCS\Module\Addon\VirtfusionStock\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Check;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

final class Actions
{
    /** The action of scripts, whose answer is quantities by product id. */
    public const FOR_SCRIPTS = 'stockRecalculate';

    private const ALL = [self::FOR_SCRIPTS, 'recalculate', 'preview', 'check'];

    public static function run(string $action, View $view): void
    {
        $complaint = Origin::complaint();
        if ($complaint !== null) {
            Answer::error(403, $complaint);
        }
        if (!in_array($action, self::ALL, true)) {
            Answer::error(405, 'There is no such action.');
        }
        if (!Extension::loaded()) {
            if ($action === self::FOR_SCRIPTS || self::wantsJson()) {
                Answer::error(503, Extension::advice());
            }
            echo Page::overview($view);

            return;
        }
        self::letGo();
        $html = match ($action) {
            'check' => Page::overview($view, null, self::check($view)),
            'preview' => Page::overview($view, Result::of($view->words, Sweep::preview(), true)),
            default => Page::overview($view, self::recalculate($action, $view)),
        };
        if (self::wantsJson()) {
            Answer::data(['html' => $html]);
        }
        echo $html;
    }

    /** Whether the page's own script asks, which puts the answer into the page. */
    public static function wantsJson(): bool
    {
        return ($_POST['answer'] ?? '') === 'json';
    }

    private static function recalculate(string $action, View $view): Result
    {
        try {
            $outcome = Sweep::allAnew('admin page', Progress::note(...));
        } finally {
            Progress::end();
        }
        if ($action === self::FOR_SCRIPTS) {
            $outcome->started
                ? Answer::quantities($outcome->quantities())
                : Answer::error(409, 'Another recalculation is running; this one will follow it.');
        }

        return Result::of($view->words, $outcome, false);
    }

    /** @return array{good: bool, words: string} */
    private static function check(View $view): array
    {
        $id = is_string($_POST['server'] ?? null) ? (int) $_POST['server'] : 0;
        $panel = Panels::load()->all()[$id] ?? null;
        if ($panel === null) {
            return ['good' => false, 'words' => $view->words->say('check_unknown')];
        }
        $error = Check::of($panel);
        $key = $error === '' ? 'check_good' : 'check_bad';

        return [
            'good' => $error === '',
            'words' => $view->words->say($key, ['panel' => $panel->label(), 'error' => $error]),
        ];
    }

    /**
     * Frees the admin's session, so that other pages open meanwhile, and lets the work go on when the browser goes
     * away.
     */
    private static function letGo(): void
    {
        if (session_status() === PHP_SESSION_ACTIVE) {
            session_write_close();
        }
        ignore_user_abort(true);
    }
}
