<?php

/*
 * Services of clients: the parameters that module functions and hooks get for one, secrets included as
 * WHMCS includes them, and the host module's record of a placed server.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use RuntimeException;
use WHMCS\Database\Capsule;

final class Services
{
    /** @return array<string, mixed> */
    public static function params(int $id): array
    {
        $service = Capsule::table('tblhosting')->where('id', $id)->first();
        $product = $service === null ? null : Capsule::table('tblproducts')->where('id', $service->packageid)->first();
        if ($service === null || $product === null) {
            throw new RuntimeException("There is no service {$id} with a product.");
        }
        $server = Capsule::table('tblservers')->where('id', $service->server)->first();
        $params = [
            'serviceid' => (int) $service->id,
            'addonId' => 0,
            'userid' => (int) $service->userid,
            'pid' => (int) $product->id,
            'serverid' => (int) $service->server,
            'domain' => (string) $service->domain,
            'username' => '',
            'password' => 'a-client-password',
            'producttype' => (string) $product->type,
            'moduletype' => (string) $product->servertype,
            'clientsdetails' => ['userid' => (int) $service->userid],
            'customfields' => [],
            'configoptions' => [],
            'server' => $server !== null,
            'serverhostname' => (string) ($server->hostname ?? ''),
            'serverpassword' => $server === null ? '' : decrypt((string) $server->password),
        ];
        for ($n = 1; $n <= 24; $n++) {
            $params["configoption{$n}"] = (string) ($product->{"configoption{$n}"} ?? '');
        }

        return $params;
    }

    public static function placed(int $service): string
    {
        if (Capsule::schema()->hasTable('mod_virtfusion_direct')) {
            Capsule::table('mod_virtfusion_direct')->updateOrInsert(
                ['service_id' => $service],
                ['server_id' => 9000 + $service],
            );
        }

        return 'success';
    }
}
