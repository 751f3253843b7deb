<?php

/*
 * The addon module's functions, as WHMCS calls them. Each calls a class in lib/. No exception leaves them.
 */

declare(strict_types=1);

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

use WHMCS\Module\Addon\VirtfusionStock\Admin\Page;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Installation;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

require_once __DIR__ . '/lib/autoload.php';

/** @return array<string, mixed> */
function virtfusion_stock_config(): array
{
    return [
        'name' => 'VirtFusion Stock',
        'description' => 'Keeps the stock quantity of VirtFusion products at what the panel has room for.',
        'version' => Installation::VERSION,
        'author' => 'VirtFusion Stock contributors',
        'language' => 'english',
        'fields' => Settings::fields((new Installation(Shop::ofRequest()))->defaults()),
    ];
}

/** @return array{status: string, description: string} */
function virtfusion_stock_activate(): array
{
    return (new Installation(Shop::ofRequest()))->activate();
}

/** @return array{status: string, description: string} */
function virtfusion_stock_deactivate(): array
{
    return (new Installation(Shop::ofRequest()))->deactivate();
}

/** @param array<string, mixed> $vars */
function virtfusion_stock_upgrade($vars): void
{
    (new Installation(Shop::ofRequest()))->upgrade();
}

/** @param array<string, mixed> $vars */
function virtfusion_stock_output($vars): void
{
    (new Page(Shop::ofRequest()))->serve($vars);
}
