<?php

/*
 * The host module's stock control with this addon behind it, for the host's own hooks and admin action. The public interface is the
 * host's. No method throws, and nothing of the host is used.
 *
 * The host repository's own tests call groupCapacity() and capForStorage() by reflection, on an object made without its constructor. Nothing
 * else does.
 */

declare(strict_types=1);

namespace WHMCS\Module\Server\VirtFusionDirect;

use Closure;
use Throwable;
use WHMCS\Module\Addon\VirtfusionStock\Report\Breakdown;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Extension;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Sweep\Sweep;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class StockControl
{
    private ?Shop $shop = null;

    /** @param mixed $module the host's panel client, which is not used */
    public function __construct($module = null)
    {
    }

    /** @return array<int, int|null> quantity by product id, null if it is not known; empty if another sweep runs, or if a hook asks, whose
     * request does it after its response */
    public function recalculateAll(): array
    {
        try {
            if (!Extension::loaded()) {
                $this->shop()->missingExtension()->report();

                return [];
            }
            if ($this->shop()->afterResponse()->isBegun()) {
                $this->shop()->afterResponse()->recalculate('host module');

                return [];
            }

            return (new Sweep($this->shop()))->all('host module')->quantities();
        } catch (Throwable $failure) {
            $this->shop()->journal()->failure('the recalculation', $failure);

            return [];
        }
    }

    /** @return int|null the quantity; null if it is not known, or the product is not stock-controlled */
    public function recalculateForProduct(int $productId): ?int
    {
        try {
            if (!Extension::loaded()) {
                $this->shop()->missingExtension()->report();

                return null;
            }
            if ($this->shop()->afterResponse()->isBegun()) {
                $this->shop()->afterResponse()->refresh($productId);

                return null;
            }
            $outcome = (new Sweep($this->shop()))->one($productId);
            if (!$outcome->started) {
                $this->shop()->pendingSweep()->oweBlocked();
            }

            return $outcome->quantities()[$productId] ?? null;
        } catch (Throwable $failure) {
            $this->shop()->journal()->failure("the recalculation of product #{$productId}", $failure);

            return null;
        }
    }

    /**
     * @param array<array-key, mixed> $response the group's envelope
     * @param array<array-key, mixed> $package
     * @param array<string, array<string, int|string>|string> $breakdown by "id:name", see Breakdown
     * @return int PHP_INT_MAX without a limit; 0 if something is not understood, which is logged
     *
     * @mago-ignore analyzer:unused-method
     */
    private function groupCapacity(
        array $response,
        array $package,
        int $ipv4Required,
        float $bufferPct,
        array &$breakdown = []
    ): int {
        return self::orZero('groupCapacity', function () use ($response, $package, $ipv4Required, $bufferPct, &$breakdown): ?int {
            $group = new Breakdown($package, $ipv4Required, $bufferPct);
            $breakdown = array_merge($breakdown, $group->hypervisors($response));

            return $group->total($response);
        });
    }

    /**
     * @param array<array-key, mixed> $resources of one hypervisor
     * @return int PHP_INT_MAX without a limit; 0 if something is not understood, which is logged
     *
     * @mago-ignore analyzer:unused-method
     */
    private static function capForStorage(array $resources, int $storageType, int $needGb, float $bufferPct): int
    {
        return self::orZero('capForStorage', static fn (): ?int => Breakdown::storage($resources, $storageType, $needGb, $bufferPct));
    }

    /**
     * @param Closure(): (int|null) $compute
     *
     * @mago-ignore analyzer:unused-method
     */
    private static function orZero(string $method, Closure $compute): int
    {
        $journal = Shop::ofRequest()->journal();
        try {
            $count = $compute();
            if ($count === null) {
                $journal->activity("{$method}() returns 0: the panel's figures or the package are not understood");
            }

            return $count ?? 0;
        } catch (Throwable $failure) {
            $journal->failure("{$method}()", $failure);

            return 0;
        }
    }

    /** Not taken in the constructor, which tests of the host module pass over. */
    private function shop(): Shop
    {
        return $this->shop ??= Shop::ofRequest();
    }
}
