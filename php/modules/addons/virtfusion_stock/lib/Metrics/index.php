<?php

/*
 * Keeps web servers from listing this folder, as WHMCS's own files of this name do.
 */

declare(strict_types=1);

header('Location: ../index.php');
