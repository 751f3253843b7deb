<?php

/*
 * Debian's Illuminate, by the autoloaders that its packages bring.
 */

declare(strict_types=1);

foreach (['Container', 'Events', 'Support', 'Database'] as $part) {
    require_once "/usr/share/php/Illuminate/{$part}/autoload.php";
}
