<?php

/*
 * The global functions that WHMCS offers to modules.
 */

declare(strict_types=1);

use WHMCS\Database\Capsule;
use WhmcsStandIn\Cipher;
use WhmcsStandIn\Hooks;
use WhmcsStandIn\LocalApi;

function add_hook(string $hookPoint, int $priority, callable $function): void
{
    Hooks::add($hookPoint, $priority, $function);
}

/**
 * @param array<string, mixed> $vars
 * @return list<mixed>
 */
function run_hook(string $hookPoint, array $vars = []): array
{
    return Hooks::run($hookPoint, $vars);
}

/**
 * @param array<string, mixed> $values
 * @return array<string, mixed>
 */
function localAPI(string $command, array $values = [], string $adminUser = ''): array
{
    return LocalApi::call($command, $values);
}

function encrypt(string $text): string
{
    return Cipher::encrypt($text, $GLOBALS['cc_encryption_hash']);
}

function decrypt(string $text): string
{
    return Cipher::decrypt($text, $GLOBALS['cc_encryption_hash']);
}

/**
 * @param string|array<mixed> $request
 * @param string|array<mixed> $response
 * @param string|array<mixed> $processed
 * @param list<string> $replaceVars
 */
function logModuleCall(
    string $module,
    string $action,
    $request,
    $response,
    $processed = '',
    array $replaceVars = [],
): void {
    if (($GLOBALS['CONFIG']['ModuleDebugMode'] ?? '') !== 'on') {
        return;
    }
    $text = static fn ($value): string => str_replace(
        array_filter($replaceVars),
        '********',
        is_string($value) ? $value : print_r($value, true),
    );
    Capsule::table('tblmodulelog')->insert([
        'date' => date('Y-m-d H:i:s'),
        'module' => $module,
        'action' => $action,
        'request' => $text($request),
        'response' => $text($response),
        'arrdata' => $text($processed),
    ]);
}

function logActivity(string $message, int $clientId = 0): void
{
    Capsule::table('tblactivitylog')->insert([
        'date' => date('Y-m-d H:i:s'),
        'description' => $message,
        'user' => PHP_SAPI === 'cli' ? 'System' : 'Admin',
        'userid' => $clientId,
        'ipaddr' => '',
    ]);
}

function generate_token(string $type = 'form'): string
{
    if (session_status() === PHP_SESSION_ACTIVE && !isset($_SESSION['tkval'])) {
        $_SESSION['tkval'] = bin2hex(random_bytes(20));
    }
    $token = (string) ($_SESSION['tkval'] ?? '');

    return match ($type) {
        'plain' => $token,
        'link' => "&token={$token}",
        default => "<input type=\"hidden\" name=\"token\" value=\"{$token}\" />",
    };
}

function check_token(string $namespace = 'WHMCS.default', bool $throw = false): bool
{
    $expected = (string) ($_SESSION['tkval'] ?? '');
    $given = (string) ($_REQUEST['token'] ?? '');
    $good = $expected !== '' && hash_equals($expected, $given);
    if (!$good && $throw) {
        throw new RuntimeException('Invalid Token');
    }

    return $good;
}
