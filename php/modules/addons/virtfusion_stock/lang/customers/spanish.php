<?php

/*
 * What customers read, in Spanish. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'agotado',
    'left' => [
        'one' => 'queda :n',
        'many' => 'quedan :n',
        'other' => 'quedan :n',
    ],
    'memory' => 'La opción de :wanted de memoria no está disponible en este momento. Máximo disponible: :most.',
    'memory_in' => 'La opción de :wanted de memoria no está disponible en :location en este momento. Máximo disponible: :most.',
    'storage' => 'La opción de :wanted de almacenamiento no está disponible en este momento. Máximo disponible: :most.',
    'storage_in' => 'La opción de :wanted de almacenamiento no está disponible en :location en este momento. Máximo disponible: :most.',
    'cpu' => [
        'one' => ':n núcleo de CPU no está disponible en este momento. Máximo disponible: :most.',
        'many' => ':n de núcleos de CPU no están disponibles en este momento. Máximo disponible: :most.',
        'other' => ':n núcleos de CPU no están disponibles en este momento. Máximo disponible: :most.',
    ],
    'cpu_in' => [
        'one' => ':n núcleo de CPU no está disponible en :location en este momento. Máximo disponible: :most.',
        'many' => ':n de núcleos de CPU no están disponibles en :location en este momento. Máximo disponible: :most.',
        'other' => ':n núcleos de CPU no están disponibles en :location en este momento. Máximo disponible: :most.',
    ],
    'ipv4' => [
        'one' => ':n dirección IPv4 no está disponible en este momento. Máximo disponible: :most.',
        'many' => ':n de direcciones IPv4 no están disponibles en este momento. Máximo disponible: :most.',
        'other' => ':n direcciones IPv4 no están disponibles en este momento. Máximo disponible: :most.',
    ],
    'ipv4_in' => [
        'one' => ':n dirección IPv4 no está disponible en :location en este momento. Máximo disponible: :most.',
        'many' => ':n de direcciones IPv4 no están disponibles en :location en este momento. Máximo disponible: :most.',
        'other' => ':n direcciones IPv4 no están disponibles en :location en este momento. Máximo disponible: :most.',
    ],
    'package' => 'El plan :wanted no está disponible en este momento. Disponible: :choices.',
    'package_in' => 'El plan :wanted no está disponible en :location en este momento. Disponible: :choices.',
    'elsewhere' => 'En este momento no hay espacio para este servidor en :location. Disponible en: :choices.',
    'none' => 'En este momento no hay espacio para este servidor.',
    'copies' => [
        'one' => 'En este momento solo hay :n servidor de este tipo disponible.',
        'many' => 'En este momento solo hay :n de servidores de este tipo disponibles.',
        'other' => 'En este momento solo hay :n servidores de este tipo disponibles.',
    ],
    'together' => 'No hay espacio para este servidor junto con los artículos anteriores de su carrito.',
    'line' => 'Artículo :line de su carrito (:product): :message',
    'upgrade' => 'En este momento no hay espacio para este cambio donde funciona su servidor. Póngase en contacto con nosotros.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
