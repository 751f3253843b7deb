<?php

/*
 * The name under which WHMCS hands its database to modules. The class behind it is Illuminate's own.
 */

declare(strict_types=1);

namespace WHMCS\Database;

use Illuminate\Database\Capsule\Manager;

class Capsule extends Manager
{
}
