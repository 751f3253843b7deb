<?php

/*
 * The addon's admin page. It shows what the ledger knows and asks no panel for it; actions are POST, checked
 * before anything else happens.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Throwable;

final class Page
{
    private const JSON_ACTION = 'stockRecalculate';

    /** @param mixed $vars as WHMCS hands them to _output */
    public static function serve($vars): void
    {
        $vars = is_array($vars) ? $vars : [];
        $method = (string) ($_SERVER['REQUEST_METHOD'] ?? 'GET');
        $action = $_POST['action'] ?? $_GET['action'] ?? '';
        $action = is_string($action) ? $action : '';
        try {
            if ($method === 'POST') {
                self::act($action, $vars);
            } elseif ($action !== '' || !in_array($method, ['GET', 'HEAD'], true)) {
                Answer::error(405, 'Actions are POST requests.');
            } else {
                self::show($vars, null, null);
            }
        } catch (Throwable $failure) {
            Journal::failure('the admin page', $failure);
            if ($action === self::JSON_ACTION) {
                Answer::error(500, 'The recalculation failed; the activity log says why.');
            }
            self::render('message', $vars, ['message' => 'failed_page']);
        }
    }

    /** @param array<string, mixed> $vars */
    private static function act(string $action, array $vars): void
    {
        $complaint = Origin::complaint();
        if ($complaint !== null) {
            Answer::error(403, $complaint);
        }
        if (!in_array($action, [self::JSON_ACTION, 'recalculate', 'preview'], true)) {
            Answer::error(405, 'There is no such action.');
        }
        if (!Extension::loaded()) {
            $action === self::JSON_ACTION ? Answer::error(503, Extension::advice()) : self::show($vars, null, null);

            return;
        }
        $outcome = $action === 'preview' ? Sweep::preview() : Sweep::all('admin page');
        if ($action === self::JSON_ACTION) {
            $outcome->started
                ? Answer::quantities($outcome->quantities())
                : Answer::error(409, 'Another recalculation is running; this one will follow it.');
        }
        self::show($vars, $outcome, $action);
    }

    /** @param array<string, mixed> $vars */
    private static function show(array $vars, ?Outcome $outcome, ?string $action): void
    {
        self::render('overview', $vars, [
            'advice' => Extension::loaded() ? null : Extension::advice(),
            'previewOnly' => Settings::load()->previewOnly,
            'products' => Overview::rows(),
            'outcome' => $outcome,
            'action' => $action,
            'token' => function_exists('generate_token') ? (string) \generate_token('plain') : '',
        ]);
    }

    /**
     * @param array<string, mixed> $vars
     * @param array<string, mixed> $data the template's variables
     */
    private static function render(string $template, array $vars, array $data): void
    {
        $words = is_array($vars['_lang'] ?? null) ? $vars['_lang'] : [];
        $data += [
            'link' => (string) ($vars['modulelink'] ?? 'addonmodules.php?module=' . Settings::MODULE),
            'say' => static fn (string $key): string => Text::html($words[$key] ?? $key),
            'escape' => static fn (mixed $text): string => Text::html($text),
        ];
        (static function (string $file, array $data): void {
            extract($data, EXTR_SKIP);
            require $file;
        })(dirname(__DIR__) . "/templates/{$template}.php", $data);
    }
}
