<?php

/*
 * What customers read, in Polish. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'wyprzedane',
    'left' => [
        'one' => 'została :n sztuka',
        'few' => 'zostały :n sztuki',
        'many' => 'zostało :n sztuk',
    ],
    'memory' => 'Wariant z :wanted pamięci jest obecnie niedostępny. Dostępne maksimum: :most.',
    'memory_in' => 'Wariant z :wanted pamięci jest obecnie niedostępny w lokalizacji :location. Dostępne maksimum: :most.',
    'storage' => 'Wariant z :wanted przestrzeni dyskowej jest obecnie niedostępny. Dostępne maksimum: :most.',
    'storage_in' => 'Wariant z :wanted przestrzeni dyskowej jest obecnie niedostępny w lokalizacji :location. Dostępne maksimum: :most.',
    'cpu' => [
        'one' => ':n rdzeń procesora jest obecnie niedostępny. Dostępne maksimum: :most.',
        'few' => ':n rdzenie procesora są obecnie niedostępne. Dostępne maksimum: :most.',
        'many' => ':n rdzeni procesora jest obecnie niedostępnych. Dostępne maksimum: :most.',
    ],
    'cpu_in' => [
        'one' => ':n rdzeń procesora jest obecnie niedostępny w lokalizacji :location. Dostępne maksimum: :most.',
        'few' => ':n rdzenie procesora są obecnie niedostępne w lokalizacji :location. Dostępne maksimum: :most.',
        'many' => ':n rdzeni procesora jest obecnie niedostępnych w lokalizacji :location. Dostępne maksimum: :most.',
    ],
    'ipv4' => [
        'one' => ':n adres IPv4 jest obecnie niedostępny. Dostępne maksimum: :most.',
        'few' => ':n adresy IPv4 są obecnie niedostępne. Dostępne maksimum: :most.',
        'many' => ':n adresów IPv4 jest obecnie niedostępnych. Dostępne maksimum: :most.',
    ],
    'ipv4_in' => [
        'one' => ':n adres IPv4 jest obecnie niedostępny w lokalizacji :location. Dostępne maksimum: :most.',
        'few' => ':n adresy IPv4 są obecnie niedostępne w lokalizacji :location. Dostępne maksimum: :most.',
        'many' => ':n adresów IPv4 jest obecnie niedostępnych w lokalizacji :location. Dostępne maksimum: :most.',
    ],
    'package' => 'Pakiet :wanted jest obecnie niedostępny. Dostępne: :choices.',
    'package_in' => 'Pakiet :wanted jest obecnie niedostępny w lokalizacji :location. Dostępne: :choices.',
    'elsewhere' => 'W lokalizacji :location nie ma obecnie miejsca na ten serwer. Dostępne lokalizacje: :choices.',
    'none' => 'Obecnie nie ma miejsca na ten serwer.',
    'copies' => [
        'one' => 'Obecnie dostępny jest tylko :n serwer tego rodzaju.',
        'few' => 'Obecnie dostępne są tylko :n serwery tego rodzaju.',
        'many' => 'Obecnie dostępnych jest tylko :n serwerów tego rodzaju.',
    ],
    'together' => 'Nie ma miejsca na ten serwer razem z wcześniejszymi pozycjami w koszyku.',
    'line' => 'Pozycja :line w koszyku (:product): :message',
    'upgrade' => 'Tam, gdzie działa Twój serwer, nie ma obecnie miejsca na tę zmianę. Skontaktuj się z nami.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
