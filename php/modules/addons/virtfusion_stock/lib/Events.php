<?php

/*
 * What happens when capacity has moved, and when the cron has run. An event always forgets what is cached of
 * its groups and marks a recalculation as owed; whether that one runs at once depends on a limit that all
 * processes share. Nothing may leave these functions as an exception.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock;

use Throwable;
use VirtFusionDirect\RateLimit;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Coalescing;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Forgetting;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\SharedLimit;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

final class Events
{
    /** Seconds between two recalculations that events cause. */
    private const PERIOD = 30;

    /** @param mixed $vars */
    public static function created($vars): void
    {
        $params = self::params($vars);
        if ($params === null) {
            return;
        }
        self::capacityMoved($params, 'create');
        try {
            Orders::acceptFor($params);
        } catch (Throwable $failure) {
            Journal::failure('accepting an order', $failure);
        }
    }

    /** @param mixed $vars */
    public static function terminated($vars): void
    {
        $params = self::params($vars);
        if ($params !== null) {
            self::capacityMoved($params, 'terminate');
        }
    }

    /** @param mixed $vars */
    public static function changed($vars): void
    {
        $params = self::params($vars);
        if ($params !== null) {
            // The server stays where the product before placed it, and which one that was is not told.
            self::capacityMoved($params, 'change package', true);
        }
    }

    /** @param mixed $vars */
    public static function cron($vars = []): void
    {
        try {
            if (Extension::loaded() && Coalescing::read()->isDue(Settings::load()->cronInterval)) {
                Sweep::all('cron');
            }
        } catch (Throwable $failure) {
            Journal::failure('the recalculation by the cron', $failure);
        }
    }

    /**
     * @param array<array-key, mixed> $params
     * @param bool $anywhere whether it may be in groups of any product
     */
    private static function capacityMoved(array $params, string $occasion, bool $anywhere = false): void
    {
        try {
            Coalescing::owe();
            self::forget($params, $anywhere);
            if (RateLimit::acquire(SharedLimit::key('event'), self::PERIOD)) {
                Sweep::all($occasion);
            }
        } catch (Throwable $failure) {
            Journal::failure("the recalculation after {$occasion}", $failure);
        }
    }

    /**
     * Every group that the product can be placed in. A product addon's action names no product of its own: then the groups
     * of every stock-controlled product.
     *
     * @param array<array-key, mixed> $params
     */
    private static function forget(array $params, bool $anywhere): void
    {
        $id = (int) ($params['pid'] ?? 0);
        $products = $id > 0 && (int) ($params['addonId'] ?? 0) === 0 ? Products::withAllLocations($id) : [];
        Forgetting::groupsOf($products === [] || $anywhere ? $products + Products::controlled() : $products);
    }

    /** @return array<array-key, mixed>|null null when it is no action of a VirtFusion service, or there is no engine */
    private static function params(mixed $vars): ?array
    {
        $params = is_array($vars) ? ($vars['params'] ?? null) : null;
        if (!is_array($params) || !Extension::loaded()) {
            return null;
        }

        return strcasecmp((string) ($params['moduletype'] ?? ''), HostModule::TYPE) === 0 ? $params : null;
    }
}
