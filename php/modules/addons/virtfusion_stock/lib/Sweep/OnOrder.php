<?php

/*
 * What one recalculation takes off for orders that are not built yet, and the moment before which no panel's answer may have been asked
 * for. The holds are read before the moment: a server that is created in between still holds.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Sweep;

use Illuminate\Database\QueryException;
use Throwable;
use VirtFusionDirect\StockControl;
use WHMCS\Module\Addon\VirtfusionStock\Order\Holds;
use WHMCS\Module\Addon\VirtfusionStock\Panel\Panels;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Settings;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

/**
 * @phpstan-import-type Finding from StockControl
 * @phpstan-import-type GroupReport from StockControl
 */
final class OnOrder
{
    /** Seconds for which a service that is pending although its server exists is not noticed again. */
    private const NOTICED = 86400;

    private function __construct(
        public readonly Holds $holds,
        /** Seconds since the epoch; null if nothing has moved yet. */
        public readonly ?float $since,
        /** Why the holds cannot be read; null if they were. */
        public readonly ?string $error,
    ) {
    }

    public static function read(Shop $shop, Settings $settings, Panels $panels): self
    {
        try {
            $holds = $shop->openOrders()->read($settings, $panels);
        } catch (Throwable $failure) {
            return new self(new Holds([]), null, self::cause($failure));
        }
        self::noticeBuilt($shop, $holds->justBuilt);

        return new self($holds, $shop->pendingSweep()->movedAt(), null);
    }

    /**
     * The finding with `ipv4_held` in each group of its report: the IPv4 addresses that the group's orders take; null when the report
     * does not list all of them.
     *
     * @param Finding|null $finding
     * @return Finding|null
     */
    public function annotated(?array $finding, int $panel): ?array
    {
        if ($finding === null || $finding['report'] === null) {
            return $finding;
        }
        $addresses = array_column($this->holds->of($panel), 'ipv4', 'id');
        $groups = [];
        foreach ($finding['report']['groups'] as $group) {
            $placed = array_filter($group['holds'], static fn (array $hold): bool => $hold['placed'] !== null);
            $held = array_sum(array_intersect_key($addresses, array_column($placed, null, 'id')));
            $groups[] = $group + ['ipv4_held' => $group['more_holds'] > 0 ? null : $held];
        }
        /** @var list<GroupReport> $groups the report's own keys are there */
        $finding['report']['groups'] = $groups;

        return $finding;
    }

    /**
     * A service gets its server before WHMCS tells anybody, and from then on it does not hold: whoever sees it first records that
     * capacity has moved.
     *
     * @param list<int> $services
     */
    private static function noticeBuilt(Shop $shop, array $services): void
    {
        foreach ($services as $service) {
            if ($shop->limits()->acquire("built:{$service}", self::NOTICED)) {
                $shop->pendingSweep()->moved();
            }
        }
    }

    private static function cause(Throwable $failure): string
    {
        $cause = $failure instanceof QueryException ? ($failure->getPrevious() ?? $failure) : $failure;

        return $cause->getMessage();
    }
}
