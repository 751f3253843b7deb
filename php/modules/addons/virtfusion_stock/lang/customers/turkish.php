<?php

/*
 * What customers read, in Turkish. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'tükendi',
    'left' => [
        'one' => 'son :n adet',
        'other' => 'son :n adet',
    ],
    'memory' => ':wanted bellek şu anda mevcut değil. En fazla :most mevcut.',
    'memory_in' => ':wanted bellek şu anda :location konumunda mevcut değil. En fazla :most mevcut.',
    'storage' => ':wanted depolama alanı şu anda mevcut değil. En fazla :most mevcut.',
    'storage_in' => ':wanted depolama alanı şu anda :location konumunda mevcut değil. En fazla :most mevcut.',
    'cpu' => [
        'one' => ':n CPU çekirdeği şu anda mevcut değil. En fazla :most mevcut.',
        'other' => ':n CPU çekirdeği şu anda mevcut değil. En fazla :most mevcut.',
    ],
    'cpu_in' => [
        'one' => ':n CPU çekirdeği şu anda :location konumunda mevcut değil. En fazla :most mevcut.',
        'other' => ':n CPU çekirdeği şu anda :location konumunda mevcut değil. En fazla :most mevcut.',
    ],
    'ipv4' => [
        'one' => ':n IPv4 adresi şu anda mevcut değil. En fazla :most mevcut.',
        'other' => ':n IPv4 adresi şu anda mevcut değil. En fazla :most mevcut.',
    ],
    'ipv4_in' => [
        'one' => ':n IPv4 adresi şu anda :location konumunda mevcut değil. En fazla :most mevcut.',
        'other' => ':n IPv4 adresi şu anda :location konumunda mevcut değil. En fazla :most mevcut.',
    ],
    'package' => ':wanted paketi şu anda mevcut değil. Mevcut olanlar: :choices.',
    'package_in' => ':wanted paketi şu anda :location konumunda mevcut değil. Mevcut olanlar: :choices.',
    'elsewhere' => 'Şu anda :location konumunda bu sunucu için yer yok. Mevcut konumlar: :choices.',
    'none' => 'Şu anda bu sunucu için yer yok.',
    'copies' => [
        'one' => 'Şu anda bu türden yalnızca :n sunucu mevcut.',
        'other' => 'Şu anda bu türden yalnızca :n sunucu mevcut.',
    ],
    'together' => 'Sepetinizde bundan önceki ürünlerle birlikte bu sunucu için yer yok.',
    'line' => 'Sepetinizdeki :line. ürün (:product): :message',
    'upgrade' => 'Sunucunuzun çalıştığı yerde şu anda bu değişiklik için yer yok. Lütfen bizimle iletişime geçin.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
