<?php

/*
 * What customers read, in German. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'ausverkauft',
    'left' => [
        'one' => 'noch :n verfügbar',
        'other' => 'noch :n verfügbar',
    ],
    'memory' => ':wanted Arbeitsspeicher sind derzeit nicht verfügbar. Verfügbar sind bis zu :most.',
    'memory_in' => ':wanted Arbeitsspeicher sind am Standort :location derzeit nicht verfügbar. Verfügbar sind bis zu :most.',
    'storage' => ':wanted Speicherplatz sind derzeit nicht verfügbar. Verfügbar sind bis zu :most.',
    'storage_in' => ':wanted Speicherplatz sind am Standort :location derzeit nicht verfügbar. Verfügbar sind bis zu :most.',
    'cpu' => [
        'one' => ':n CPU-Kern ist derzeit nicht verfügbar. Verfügbar: bis zu :most.',
        'other' => ':n CPU-Kerne sind derzeit nicht verfügbar. Verfügbar: bis zu :most.',
    ],
    'cpu_in' => [
        'one' => ':n CPU-Kern ist am Standort :location derzeit nicht verfügbar. Verfügbar: bis zu :most.',
        'other' => ':n CPU-Kerne sind am Standort :location derzeit nicht verfügbar. Verfügbar: bis zu :most.',
    ],
    'ipv4' => [
        'one' => ':n IPv4-Adresse ist derzeit nicht verfügbar. Verfügbar: bis zu :most.',
        'other' => ':n IPv4-Adressen sind derzeit nicht verfügbar. Verfügbar: bis zu :most.',
    ],
    'ipv4_in' => [
        'one' => ':n IPv4-Adresse ist am Standort :location derzeit nicht verfügbar. Verfügbar: bis zu :most.',
        'other' => ':n IPv4-Adressen sind am Standort :location derzeit nicht verfügbar. Verfügbar: bis zu :most.',
    ],
    'package' => ':wanted ist derzeit nicht verfügbar. Verfügbar: :choices.',
    'package_in' => ':wanted ist am Standort :location derzeit nicht verfügbar. Verfügbar: :choices.',
    'elsewhere' => 'Am Standort :location ist derzeit kein Platz für diesen Server. Verfügbar in: :choices.',
    'none' => 'Für diesen Server ist derzeit kein Platz.',
    'copies' => [
        'one' => 'Derzeit ist nur :n Server dieser Art verfügbar.',
        'other' => 'Derzeit sind nur :n Server dieser Art verfügbar.',
    ],
    'together' => 'Für diesen Server ist zusammen mit den Artikeln davor in Ihrem Warenkorb kein Platz.',
    'line' => 'Artikel :line in Ihrem Warenkorb (:product): :message',
    'upgrade' => 'Dort, wo Ihr Server läuft, ist derzeit kein Platz für diese Änderung. Bitte kontaktieren Sie uns.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
