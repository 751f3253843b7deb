<?php

declare(strict_types=1);

define('ROOTDIR', __DIR__);

require (require __DIR__ . '/configuration.php')['runtime'];
