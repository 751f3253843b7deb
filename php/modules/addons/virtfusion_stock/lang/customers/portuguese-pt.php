<?php

/*
 * What customers read, in Portuguese of Portugal. english.php says what the keys are.
 */

declare(strict_types=1);

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

return [
    'sold_out' => 'esgotado',
    'left' => [
        'one' => 'resta :n',
        'many' => 'restam :n',
        'other' => 'restam :n',
    ],
    'memory' => 'A opção de :wanted de memória não está disponível de momento. Máximo disponível: :most.',
    'memory_in' => 'A opção de :wanted de memória não está disponível em :location de momento. Máximo disponível: :most.',
    'storage' => 'A opção de :wanted de armazenamento não está disponível de momento. Máximo disponível: :most.',
    'storage_in' => 'A opção de :wanted de armazenamento não está disponível em :location de momento. Máximo disponível: :most.',
    'cpu' => [
        'one' => ':n núcleo de CPU não está disponível de momento. Máximo disponível: :most.',
        'many' => ':n de núcleos de CPU não estão disponíveis de momento. Máximo disponível: :most.',
        'other' => ':n núcleos de CPU não estão disponíveis de momento. Máximo disponível: :most.',
    ],
    'cpu_in' => [
        'one' => ':n núcleo de CPU não está disponível em :location de momento. Máximo disponível: :most.',
        'many' => ':n de núcleos de CPU não estão disponíveis em :location de momento. Máximo disponível: :most.',
        'other' => ':n núcleos de CPU não estão disponíveis em :location de momento. Máximo disponível: :most.',
    ],
    'ipv4' => [
        'one' => ':n endereço IPv4 não está disponível de momento. Máximo disponível: :most.',
        'many' => ':n de endereços IPv4 não estão disponíveis de momento. Máximo disponível: :most.',
        'other' => ':n endereços IPv4 não estão disponíveis de momento. Máximo disponível: :most.',
    ],
    'ipv4_in' => [
        'one' => ':n endereço IPv4 não está disponível em :location de momento. Máximo disponível: :most.',
        'many' => ':n de endereços IPv4 não estão disponíveis em :location de momento. Máximo disponível: :most.',
        'other' => ':n endereços IPv4 não estão disponíveis em :location de momento. Máximo disponível: :most.',
    ],
    'package' => 'O plano :wanted não está disponível de momento. Disponível: :choices.',
    'package_in' => 'O plano :wanted não está disponível em :location de momento. Disponível: :choices.',
    'elsewhere' => 'De momento não há espaço para este servidor em :location. Disponível em: :choices.',
    'none' => 'De momento não há espaço para este servidor.',
    'copies' => [
        'one' => 'De momento só está disponível :n servidor deste tipo.',
        'many' => 'De momento só estão disponíveis :n de servidores deste tipo.',
        'other' => 'De momento só estão disponíveis :n servidores deste tipo.',
    ],
    'together' => 'Não há espaço para este servidor juntamente com os artigos anteriores do seu carrinho.',
    'line' => 'Artigo :line do seu carrinho (:product): :message',
    'upgrade' => 'De momento não há espaço para esta alteração onde o seu servidor se encontra. Contacte-nos, por favor.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
