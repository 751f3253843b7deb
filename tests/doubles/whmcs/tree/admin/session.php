<?php

declare(strict_types=1);

require_once dirname(__DIR__) . '/init.php';

session_save_path(ROOTDIR . '/sessions');
session_start();
