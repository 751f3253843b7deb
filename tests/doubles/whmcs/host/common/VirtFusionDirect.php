<?php

/*
 * The server module that provisions, reduced to what the addon can meet of it: it records a placed server in
 * its own table.
 */

declare(strict_types=1);

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

use WHMCS\Module\Server\VirtFusionDirect\Module;

/** @return array<string, mixed> */
function VirtFusionDirect_MetaData(): array
{
    return ['DisplayName' => 'VirtFusion Direct', 'APIVersion' => '1.1', 'RequiresServer' => true];
}

/** @param array<string, mixed> $params */
function VirtFusionDirect_CreateAccount(array $params): string
{
    return (new Module())->place((int) $params['serviceid']);
}
