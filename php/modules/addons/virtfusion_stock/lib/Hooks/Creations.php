<?php

/*
 * The hooks that run when a server was created or its creation failed: they count whether the addon's number was right. No method throws.
 *
 * A creation costs four or five small queries, and nothing at all when it is not that of a VirtFusion service.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\History\Proof;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Creations
{
    public function __construct(private Shop $shop)
    {
    }

    public function created(mixed $vars): void
    {
        $this->count($vars, static fn (Proof $proof, int $service, int $product) => $proof->created($service, $product));
    }

    public function failed(mixed $vars): void
    {
        $this->count($vars, static fn (Proof $proof, int $service, int $product) => $proof->refused($service, $product));
    }

    /** @param callable(Proof, int, int): mixed $count */
    private function count(mixed $vars, callable $count): void
    {
        try {
            $params = is_array($vars) && is_array($vars['params'] ?? null) ? $vars['params'] : [];
            $service = (int) ($params['serviceid'] ?? 0);
            $product = (int) ($params['pid'] ?? 0);
            $isService = strcasecmp((string) ($params['moduletype'] ?? ''), HostModule::TYPE) === 0 && (int) ($params['addonId'] ?? 0) === 0;
            if ($isService && $service > 0 && $product > 0) {
                $count($this->shop->proof(), $service, $product);
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('counting a creation', $failure);
        }
    }
}
