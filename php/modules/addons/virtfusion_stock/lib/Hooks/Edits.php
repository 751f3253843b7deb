<?php

/*
 * The hooks that run when an admin changes a product, a server or the settings. Some run before the change is written. The admin finds
 * the new quantity at once, so the recalculation is not kept from running by one that events have caused. No method throws.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Installation;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Edits
{
    public function __construct(private Shop $shop)
    {
    }

    public function product(mixed $vars): void
    {
        $type = is_array($vars) && is_string($vars['servertype'] ?? null) ? $vars['servertype'] : HostModule::TYPE;
        if (strcasecmp($type, HostModule::TYPE) === 0) {
            $this->recalculate('product edited');
        }
    }

    public function server(): void
    {
        $this->recalculate('server edited');
    }

    /** The settings of this addon or of another were saved. That of this one lets a new installation write. */
    public function settings(): void
    {
        try {
            $saved = $_POST['fields'] ?? null;
            if (!is_array($saved) || array_key_exists(Settings::MODULE, $saved)) {
                (new Installation($this->shop))->startWriting();
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure('letting the addon write', $failure);
        }
        $this->recalculate('settings saved');
    }

    private function recalculate(string $occasion): void
    {
        try {
            if (Extension::loaded()) {
                $this->shop->afterResponse()->recalculateAnyway($occasion);
            }
        } catch (Throwable $failure) {
            $this->shop->journal()->failure("the recalculation after {$occasion}", $failure);
        }
    }
}
