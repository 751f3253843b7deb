<?php

declare(strict_types=1);

define('ROOTDIR', __DIR__);

$runtime = (require __DIR__ . '/configuration.php')['runtime'];
require $runtime;
