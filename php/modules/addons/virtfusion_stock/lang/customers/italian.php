<?php

/*
 * What customers read, in Italian. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'esaurito',
    'left' => [
        'one' => 'ne resta :n',
        'many' => 'ne restano :n',
        'other' => 'ne restano :n',
    ],
    'memory' => ':wanted di memoria al momento non sono disponibili. Massimo disponibile: :most.',
    'memory_in' => ':wanted di memoria al momento non sono disponibili nella sede :location. Massimo disponibile: :most.',
    'storage' => ':wanted di spazio di archiviazione al momento non sono disponibili. Massimo disponibile: :most.',
    'storage_in' => ':wanted di spazio di archiviazione al momento non sono disponibili nella sede :location. Massimo disponibile: :most.',
    'cpu' => [
        'one' => ':n core CPU al momento non è disponibile. Massimo disponibile: :most.',
        'many' => ':n di core CPU al momento non sono disponibili. Massimo disponibile: :most.',
        'other' => ':n core CPU al momento non sono disponibili. Massimo disponibile: :most.',
    ],
    'cpu_in' => [
        'one' => ':n core CPU al momento non è disponibile nella sede :location. Massimo disponibile: :most.',
        'many' => ':n di core CPU al momento non sono disponibili nella sede :location. Massimo disponibile: :most.',
        'other' => ':n core CPU al momento non sono disponibili nella sede :location. Massimo disponibile: :most.',
    ],
    'ipv4' => [
        'one' => ':n indirizzo IPv4 al momento non è disponibile. Massimo disponibile: :most.',
        'many' => ':n di indirizzi IPv4 al momento non sono disponibili. Massimo disponibile: :most.',
        'other' => ':n indirizzi IPv4 al momento non sono disponibili. Massimo disponibile: :most.',
    ],
    'ipv4_in' => [
        'one' => ':n indirizzo IPv4 al momento non è disponibile nella sede :location. Massimo disponibile: :most.',
        'many' => ':n di indirizzi IPv4 al momento non sono disponibili nella sede :location. Massimo disponibile: :most.',
        'other' => ':n indirizzi IPv4 al momento non sono disponibili nella sede :location. Massimo disponibile: :most.',
    ],
    'package' => 'Il piano :wanted al momento non è disponibile. Disponibile: :choices.',
    'package_in' => 'Il piano :wanted al momento non è disponibile nella sede :location. Disponibile: :choices.',
    'elsewhere' => 'Al momento non c’è posto per questo server nella sede :location. Disponibile in: :choices.',
    'none' => 'Al momento non c’è posto per questo server.',
    'copies' => [
        'one' => 'Al momento è disponibile solo :n server di questo tipo.',
        'many' => 'Al momento sono disponibili solo :n di server di questo tipo.',
        'other' => 'Al momento sono disponibili solo :n server di questo tipo.',
    ],
    'together' => 'Non c’è posto per questo server insieme agli articoli che lo precedono nel carrello.',
    'line' => 'Articolo :line del carrello (:product): :message',
    'upgrade' => 'Al momento non c’è posto per questa modifica dove si trova il server. Si prega di contattarci.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
