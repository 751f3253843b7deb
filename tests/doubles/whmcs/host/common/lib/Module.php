<?php

declare(strict_types=1);

namespace WHMCS\Module\Server\VirtFusionDirect;

use WHMCS\Database\Capsule;

class Module
{
    public function place(int $service): string
    {
        Capsule::table('mod_virtfusion_direct')->updateOrInsert(
            ['service_id' => $service],
            ['server_id' => 9000 + $service, 'server_object' => '{}'],
        );

        return 'success';
    }
}
