<?php

/*
 * What customers read, in French. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'épuisé',
    'left' => [
        'one' => 'plus que :n disponible',
        'many' => 'plus que :n disponibles',
        'other' => 'plus que :n disponibles',
    ],
    'memory' => ':wanted de mémoire ne sont pas disponibles pour le moment. Maximum disponible : :most.',
    'memory_in' => ':wanted de mémoire ne sont pas disponibles pour le moment sur le site :location. Maximum disponible : :most.',
    'storage' => ':wanted de stockage ne sont pas disponibles pour le moment. Maximum disponible : :most.',
    'storage_in' => ':wanted de stockage ne sont pas disponibles pour le moment sur le site :location. Maximum disponible : :most.',
    'cpu' => [
        'one' => ':n cœur de processeur n’est pas disponible pour le moment. Maximum disponible : :most.',
        'many' => ':n de cœurs de processeur ne sont pas disponibles pour le moment. Maximum disponible : :most.',
        'other' => ':n cœurs de processeur ne sont pas disponibles pour le moment. Maximum disponible : :most.',
    ],
    'cpu_in' => [
        'one' => ':n cœur de processeur n’est pas disponible pour le moment sur le site :location. Maximum disponible : :most.',
        'many' => ':n de cœurs de processeur ne sont pas disponibles pour le moment sur le site :location. Maximum disponible : :most.',
        'other' => ':n cœurs de processeur ne sont pas disponibles pour le moment sur le site :location. Maximum disponible : :most.',
    ],
    'ipv4' => [
        'one' => ':n adresse IPv4 n’est pas disponible pour le moment. Maximum disponible : :most.',
        'many' => ':n d’adresses IPv4 ne sont pas disponibles pour le moment. Maximum disponible : :most.',
        'other' => ':n adresses IPv4 ne sont pas disponibles pour le moment. Maximum disponible : :most.',
    ],
    'ipv4_in' => [
        'one' => ':n adresse IPv4 n’est pas disponible pour le moment sur le site :location. Maximum disponible : :most.',
        'many' => ':n d’adresses IPv4 ne sont pas disponibles pour le moment sur le site :location. Maximum disponible : :most.',
        'other' => ':n adresses IPv4 ne sont pas disponibles pour le moment sur le site :location. Maximum disponible : :most.',
    ],
    'package' => 'L’offre :wanted n’est pas disponible pour le moment. Disponible : :choices.',
    'package_in' => 'L’offre :wanted n’est pas disponible pour le moment sur le site :location. Disponible : :choices.',
    'elsewhere' => 'Il n’y a plus de place pour ce serveur sur le site :location pour le moment. Disponible sur : :choices.',
    'none' => 'Il n’y a plus de place pour ce serveur pour le moment.',
    'copies' => [
        'one' => 'Seul :n serveur de ce type est disponible pour le moment.',
        'many' => 'Seuls :n de serveurs de ce type sont disponibles pour le moment.',
        'other' => 'Seuls :n serveurs de ce type sont disponibles pour le moment.',
    ],
    'together' => 'Il n’y a pas assez de place pour ce serveur avec les articles qui le précèdent dans votre panier.',
    'line' => 'Article :line de votre panier (:product) : :message',
    'upgrade' => 'Il n’y a pas assez de place pour cette modification là où se trouve votre serveur. Veuillez nous contacter.',
    'gigabytes' => ':n Go',
    'megabytes' => ':n Mo',
];
