<?php

/*
 * What customers read, in Danish. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'udsolgt',
    'left' => [
        'one' => ':n tilbage',
        'other' => ':n tilbage',
    ],
    'memory' => ':wanted hukommelse er ikke tilgængelig i øjeblikket. Tilgængeligt: op til :most.',
    'memory_in' => ':wanted hukommelse er ikke tilgængelig i :location i øjeblikket. Tilgængeligt: op til :most.',
    'storage' => ':wanted lagerplads er ikke tilgængelig i øjeblikket. Tilgængeligt: op til :most.',
    'storage_in' => ':wanted lagerplads er ikke tilgængelig i :location i øjeblikket. Tilgængeligt: op til :most.',
    'cpu' => [
        'one' => ':n CPU-kerne er ikke tilgængelig i øjeblikket. Tilgængeligt: op til :most.',
        'other' => ':n CPU-kerner er ikke tilgængelige i øjeblikket. Tilgængeligt: op til :most.',
    ],
    'cpu_in' => [
        'one' => ':n CPU-kerne er ikke tilgængelig i :location i øjeblikket. Tilgængeligt: op til :most.',
        'other' => ':n CPU-kerner er ikke tilgængelige i :location i øjeblikket. Tilgængeligt: op til :most.',
    ],
    'ipv4' => [
        'one' => ':n IPv4-adresse er ikke tilgængelig i øjeblikket. Tilgængeligt: op til :most.',
        'other' => ':n IPv4-adresser er ikke tilgængelige i øjeblikket. Tilgængeligt: op til :most.',
    ],
    'ipv4_in' => [
        'one' => ':n IPv4-adresse er ikke tilgængelig i :location i øjeblikket. Tilgængeligt: op til :most.',
        'other' => ':n IPv4-adresser er ikke tilgængelige i :location i øjeblikket. Tilgængeligt: op til :most.',
    ],
    'package' => ':wanted er ikke tilgængelig i øjeblikket. Tilgængeligt: :choices.',
    'package_in' => ':wanted er ikke tilgængelig i :location i øjeblikket. Tilgængeligt: :choices.',
    'elsewhere' => 'Der er ikke plads til denne server i :location i øjeblikket. Tilgængelig i: :choices.',
    'none' => 'Der er ikke plads til denne server i øjeblikket.',
    'copies' => [
        'one' => 'Kun :n server af denne type er tilgængelig i øjeblikket.',
        'other' => 'Kun :n servere af denne type er tilgængelige i øjeblikket.',
    ],
    'together' => 'Der er ikke plads til denne server sammen med varerne før den i din kurv.',
    'line' => 'Vare :line i din kurv (:product): :message',
    'upgrade' => 'Der er ikke plads til denne ændring, hvor din server kører, i øjeblikket. Kontakt os venligst.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
