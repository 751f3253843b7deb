<?php

/*
 * What customers read, in Dutch. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'uitverkocht',
    'left' => [
        'one' => 'nog :n beschikbaar',
        'other' => 'nog :n beschikbaar',
    ],
    'memory' => ':wanted geheugen is momenteel niet beschikbaar. Beschikbaar: maximaal :most.',
    'memory_in' => ':wanted geheugen is momenteel niet beschikbaar in :location. Beschikbaar: maximaal :most.',
    'storage' => ':wanted opslagruimte is momenteel niet beschikbaar. Beschikbaar: maximaal :most.',
    'storage_in' => ':wanted opslagruimte is momenteel niet beschikbaar in :location. Beschikbaar: maximaal :most.',
    'cpu' => [
        'one' => ':n CPU-kern is momenteel niet beschikbaar. Beschikbaar: maximaal :most.',
        'other' => ':n CPU-kernen zijn momenteel niet beschikbaar. Beschikbaar: maximaal :most.',
    ],
    'cpu_in' => [
        'one' => ':n CPU-kern is momenteel niet beschikbaar in :location. Beschikbaar: maximaal :most.',
        'other' => ':n CPU-kernen zijn momenteel niet beschikbaar in :location. Beschikbaar: maximaal :most.',
    ],
    'ipv4' => [
        'one' => ':n IPv4-adres is momenteel niet beschikbaar. Beschikbaar: maximaal :most.',
        'other' => ':n IPv4-adressen zijn momenteel niet beschikbaar. Beschikbaar: maximaal :most.',
    ],
    'ipv4_in' => [
        'one' => ':n IPv4-adres is momenteel niet beschikbaar in :location. Beschikbaar: maximaal :most.',
        'other' => ':n IPv4-adressen zijn momenteel niet beschikbaar in :location. Beschikbaar: maximaal :most.',
    ],
    'package' => ':wanted is momenteel niet beschikbaar. Beschikbaar: :choices.',
    'package_in' => ':wanted is momenteel niet beschikbaar in :location. Beschikbaar: :choices.',
    'elsewhere' => 'Er is momenteel geen plaats voor deze server in :location. Beschikbaar in: :choices.',
    'none' => 'Er is momenteel geen plaats voor deze server.',
    'copies' => [
        'one' => 'Er is momenteel maar :n server van dit type beschikbaar.',
        'other' => 'Er zijn momenteel maar :n servers van dit type beschikbaar.',
    ],
    'together' => 'Er is geen plaats voor deze server samen met de artikelen ervoor in uw winkelwagen.',
    'line' => 'Artikel :line in uw winkelwagen (:product): :message',
    'upgrade' => 'Er is momenteel geen plaats voor deze wijziging waar uw server draait. Neem contact met ons op.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
