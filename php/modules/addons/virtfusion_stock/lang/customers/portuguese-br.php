<?php

/*
 * What customers read, in Portuguese of Brazil. english.php says what the keys are.
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
    'memory' => 'A opção de :wanted de memória não está disponível no momento. Máximo disponível: :most.',
    'memory_in' => 'A opção de :wanted de memória não está disponível em :location no momento. Máximo disponível: :most.',
    'storage' => 'A opção de :wanted de armazenamento não está disponível no momento. Máximo disponível: :most.',
    'storage_in' => 'A opção de :wanted de armazenamento não está disponível em :location no momento. Máximo disponível: :most.',
    'cpu' => [
        'one' => ':n núcleo de CPU não está disponível no momento. Máximo disponível: :most.',
        'many' => ':n de núcleos de CPU não estão disponíveis no momento. Máximo disponível: :most.',
        'other' => ':n núcleos de CPU não estão disponíveis no momento. Máximo disponível: :most.',
    ],
    'cpu_in' => [
        'one' => ':n núcleo de CPU não está disponível em :location no momento. Máximo disponível: :most.',
        'many' => ':n de núcleos de CPU não estão disponíveis em :location no momento. Máximo disponível: :most.',
        'other' => ':n núcleos de CPU não estão disponíveis em :location no momento. Máximo disponível: :most.',
    ],
    'ipv4' => [
        'one' => ':n endereço IPv4 não está disponível no momento. Máximo disponível: :most.',
        'many' => ':n de endereços IPv4 não estão disponíveis no momento. Máximo disponível: :most.',
        'other' => ':n endereços IPv4 não estão disponíveis no momento. Máximo disponível: :most.',
    ],
    'ipv4_in' => [
        'one' => ':n endereço IPv4 não está disponível em :location no momento. Máximo disponível: :most.',
        'many' => ':n de endereços IPv4 não estão disponíveis em :location no momento. Máximo disponível: :most.',
        'other' => ':n endereços IPv4 não estão disponíveis em :location no momento. Máximo disponível: :most.',
    ],
    'package' => 'O plano :wanted não está disponível no momento. Disponível: :choices.',
    'package_in' => 'O plano :wanted não está disponível em :location no momento. Disponível: :choices.',
    'elsewhere' => 'No momento não há espaço para este servidor em :location. Disponível em: :choices.',
    'none' => 'No momento não há espaço para este servidor.',
    'copies' => [
        'one' => 'No momento há apenas :n servidor deste tipo disponível.',
        'many' => 'No momento há apenas :n de servidores deste tipo disponíveis.',
        'other' => 'No momento há apenas :n servidores deste tipo disponíveis.',
    ],
    'together' => 'Não há espaço para este servidor junto com os itens anteriores do seu carrinho.',
    'line' => 'Item :line do seu carrinho (:product): :message',
    'upgrade' => 'No momento não há espaço para esta alteração onde o seu servidor está. Entre em contato conosco.',
    'gigabytes' => ':n GB',
    'megabytes' => ':n MB',
];
