<?php

/*
 * The addon module's functions, as WHMCS calls them. Each hands over to a class in lib/ and must let no
 * exception out.
 */

declare(strict_types=1);

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

use WHMCS\Module\Addon\VirtfusionStock\Installation;
use WHMCS\Module\Addon\VirtfusionStock\Admin\Page;
use WHMCS\Module\Addon\VirtfusionStock\Settings;

require_once __DIR__ . '/lib/autoload.php';

/** @return array<string, mixed> */
function virtfusion_stock_config(): array
{
    return [
        'name' => 'VirtFusion Stock',
        'description' => 'Keeps the stock quantity of VirtFusion products true to what the panel can still place.',
        'version' => Installation::VERSION,
        'author' => 'VirtFusion Stock contributors',
        'language' => 'english',
        'fields' => Settings::fields(),
    ];
}

/** @return array{status: string, description: string} */
function virtfusion_stock_activate(): array
{
    return Installation::activate();
}

/** @return array{status: string, description: string} */
function virtfusion_stock_deactivate(): array
{
    return Installation::deactivate();
}

/** @param array<string, mixed> $vars */
function virtfusion_stock_upgrade($vars): void
{
    Installation::upgrade((string) ($vars['version'] ?? ''));
}

/** @param array<string, mixed> $vars */
function virtfusion_stock_output($vars): void
{
    Page::serve($vars);
}
