<?php

/*
 * What customers read, in English. Every other language has a file of the same keys beside this one. `:names` are filled in. A text that
 * counts has one form for each plural category of its language, as CLDR has them for whole numbers.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'sold out',
    'left' => [
        'one' => ':n left',
        'other' => ':n left',
    ],
    'memory' => ':wanted of memory is not available at the moment. Up to :most is.',
    'memory_in' => ':wanted of memory is not available in :location at the moment. Up to :most is.',
    'storage' => ':wanted of storage is not available at the moment. Up to :most is.',
    'storage_in' => ':wanted of storage is not available in :location at the moment. Up to :most is.',
    'cpu' => [
        'one' => ':n CPU core is not available at the moment. Up to :most can be chosen.',
        'other' => ':n CPU cores are not available at the moment. Up to :most can be chosen.',
    ],
    'cpu_in' => [
        'one' => ':n CPU core is not available in :location at the moment. Up to :most can be chosen.',
        'other' => ':n CPU cores are not available in :location at the moment. Up to :most can be chosen.',
    ],
    'ipv4' => [
        'one' => ':n IPv4 address is not available at the moment. Up to :most can be chosen.',
        'other' => ':n IPv4 addresses are not available at the moment. Up to :most can be chosen.',
    ],
    'ipv4_in' => [
        'one' => ':n IPv4 address is not available in :location at the moment. Up to :most can be chosen.',
        'other' => ':n IPv4 addresses are not available in :location at the moment. Up to :most can be chosen.',
    ],
    'package' => ':wanted is not available at the moment. Available: :choices.',
    'package_in' => ':wanted is not available in :location at the moment. Available: :choices.',
    'elsewhere' => 'There is no room for this server in :location at the moment. Available in: :choices.',
    'none' => 'There is no room for this server at the moment.',
    'copies' => [
        'one' => 'Only :n server of this kind is available at the moment.',
        'other' => 'Only :n servers of this kind are available at the moment.',
    ],
    'together' => 'There is no room for this server together with the items before it in your cart.',
    'line' => 'Item :line in your cart (:product): :message',
    'upgrade' => 'There is no room for this change where your server runs at the moment. Please contact us.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
