<?php

/*
 * Opens the shop's database with Illuminate and makes it the one that Capsule's static calls use.
 */

declare(strict_types=1);

namespace WhmcsStandIn;

use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use WHMCS\Database\Capsule;

final class Connection
{
    /** @param array<string, mixed> $settings an Illuminate connection */
    public static function open(array $settings): Capsule
    {
        $capsule = new Capsule();
        $capsule->addConnection($settings);
        $capsule->setEventDispatcher(new Dispatcher(new Container()));
        $capsule->setAsGlobal();
        $capsule->bootEloquent();

        return $capsule;
    }
}
