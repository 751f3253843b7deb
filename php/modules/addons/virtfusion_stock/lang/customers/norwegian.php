<?php

/*
 * What customers read, in Norwegian. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'utsolgt',
    'left' => [
        'one' => ':n igjen',
        'other' => ':n igjen',
    ],
    'memory' => ':wanted minne er ikke tilgjengelig for øyeblikket. Tilgjengelig: opptil :most.',
    'memory_in' => ':wanted minne er ikke tilgjengelig i :location for øyeblikket. Tilgjengelig: opptil :most.',
    'storage' => ':wanted lagringsplass er ikke tilgjengelig for øyeblikket. Tilgjengelig: opptil :most.',
    'storage_in' => ':wanted lagringsplass er ikke tilgjengelig i :location for øyeblikket. Tilgjengelig: opptil :most.',
    'cpu' => [
        'one' => ':n CPU-kjerne er ikke tilgjengelig for øyeblikket. Tilgjengelig: opptil :most.',
        'other' => ':n CPU-kjerner er ikke tilgjengelige for øyeblikket. Tilgjengelig: opptil :most.',
    ],
    'cpu_in' => [
        'one' => ':n CPU-kjerne er ikke tilgjengelig i :location for øyeblikket. Tilgjengelig: opptil :most.',
        'other' => ':n CPU-kjerner er ikke tilgjengelige i :location for øyeblikket. Tilgjengelig: opptil :most.',
    ],
    'ipv4' => [
        'one' => ':n IPv4-adresse er ikke tilgjengelig for øyeblikket. Tilgjengelig: opptil :most.',
        'other' => ':n IPv4-adresser er ikke tilgjengelige for øyeblikket. Tilgjengelig: opptil :most.',
    ],
    'ipv4_in' => [
        'one' => ':n IPv4-adresse er ikke tilgjengelig i :location for øyeblikket. Tilgjengelig: opptil :most.',
        'other' => ':n IPv4-adresser er ikke tilgjengelige i :location for øyeblikket. Tilgjengelig: opptil :most.',
    ],
    'package' => ':wanted er ikke tilgjengelig for øyeblikket. Tilgjengelig: :choices.',
    'package_in' => ':wanted er ikke tilgjengelig i :location for øyeblikket. Tilgjengelig: :choices.',
    'elsewhere' => 'Det er ikke plass til denne serveren i :location for øyeblikket. Tilgjengelig i: :choices.',
    'none' => 'Det er ikke plass til denne serveren for øyeblikket.',
    'copies' => [
        'one' => 'Bare :n server av denne typen er tilgjengelig for øyeblikket.',
        'other' => 'Bare :n servere av denne typen er tilgjengelige for øyeblikket.',
    ],
    'together' => 'Det er ikke plass til denne serveren sammen med varene før den i handlekurven.',
    'line' => 'Vare :line i handlekurven (:product): :message',
    'upgrade' => 'Det er ikke plass til denne endringen der serveren din kjører for øyeblikket. Ta kontakt med oss.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
