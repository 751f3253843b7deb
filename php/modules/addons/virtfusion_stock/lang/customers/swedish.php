<?php

/*
 * What customers read, in Swedish. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'slutsåld',
    'left' => [
        'one' => ':n kvar',
        'other' => ':n kvar',
    ],
    'memory' => ':wanted minne är inte tillgängligt just nu. Tillgängligt: upp till :most.',
    'memory_in' => ':wanted minne är inte tillgängligt i :location just nu. Tillgängligt: upp till :most.',
    'storage' => ':wanted lagringsutrymme är inte tillgängligt just nu. Tillgängligt: upp till :most.',
    'storage_in' => ':wanted lagringsutrymme är inte tillgängligt i :location just nu. Tillgängligt: upp till :most.',
    'cpu' => [
        'one' => ':n CPU-kärna är inte tillgänglig just nu. Tillgängligt: upp till :most.',
        'other' => ':n CPU-kärnor är inte tillgängliga just nu. Tillgängligt: upp till :most.',
    ],
    'cpu_in' => [
        'one' => ':n CPU-kärna är inte tillgänglig i :location just nu. Tillgängligt: upp till :most.',
        'other' => ':n CPU-kärnor är inte tillgängliga i :location just nu. Tillgängligt: upp till :most.',
    ],
    'ipv4' => [
        'one' => ':n IPv4-adress är inte tillgänglig just nu. Tillgängligt: upp till :most.',
        'other' => ':n IPv4-adresser är inte tillgängliga just nu. Tillgängligt: upp till :most.',
    ],
    'ipv4_in' => [
        'one' => ':n IPv4-adress är inte tillgänglig i :location just nu. Tillgängligt: upp till :most.',
        'other' => ':n IPv4-adresser är inte tillgängliga i :location just nu. Tillgängligt: upp till :most.',
    ],
    'package' => ':wanted är inte tillgängligt just nu. Tillgängligt: :choices.',
    'package_in' => ':wanted är inte tillgängligt i :location just nu. Tillgängligt: :choices.',
    'elsewhere' => 'Det finns ingen plats för den här servern i :location just nu. Tillgänglig i: :choices.',
    'none' => 'Det finns ingen plats för den här servern just nu.',
    'copies' => [
        'one' => 'Endast :n server av den här typen är tillgänglig just nu.',
        'other' => 'Endast :n servrar av den här typen är tillgängliga just nu.',
    ],
    'together' => 'Det finns ingen plats för den här servern tillsammans med artiklarna före den i varukorgen.',
    'line' => 'Artikel :line i varukorgen (:product): :message',
    'upgrade' => 'Det finns ingen plats för den här ändringen där din server körs just nu. Kontakta oss.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
