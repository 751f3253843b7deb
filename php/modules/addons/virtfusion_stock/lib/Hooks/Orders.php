<?php

/*
 * Accepts a pending order with a VirtFusion service once nothing in it that has a module is pending any more: services, product addons
 * and domains. Not before: WHMCS 9 stops provisioning an order that has left Pending.
 */

declare(strict_types=1);

namespace WHMCS\Module\Addon\VirtfusionStock\Hooks;

use Illuminate\Database\Query\Builder;
use Illuminate\Database\QueryException;
use RuntimeException;
use WHMCS\Module\Addon\VirtfusionStock\Shop\HostModule;
use WHMCS\Module\Addon\VirtfusionStock\Shop\Shop;
use WHMCS\Module\Addon\VirtfusionStock\Wording\Text;

if (!defined('WHMCS') && PHP_SAPI !== 'cli') {
    exit('This file cannot be accessed directly');
}

final class Orders
{
    /** Seconds in which an order is accepted by one process only. */
    private const PERIOD = 300;

    public function __construct(private Shop $shop)
    {
    }

    /**
     * @param array<array-key, mixed> $params of the service or product addon that was just created, of any module
     * @throws RuntimeException when WHMCS refuses to accept the order
     */
    public function acceptFor(array $params): void
    {
        $addon = (int) ($params['addonId'] ?? 0);
        $addon > 0
            ? $this->acceptAfter('tblhostingaddons', $addon)
            : $this->acceptAfter('tblhosting', (int) ($params['serviceid'] ?? 0));
    }

    /**
     * @param array<array-key, mixed> $params of the domain that was just registered or transferred
     * @throws RuntimeException when WHMCS refuses to accept the order
     */
    public function acceptForDomain(array $params): void
    {
        $this->acceptAfter('tbldomains', (int) ($params['domainid'] ?? 0));
    }

    /**
     * @param 'tblhosting'|'tblhostingaddons'|'tbldomains' $table
     * @param int $id of what is provisioned now, whatever its status still says
     */
    private function acceptAfter(string $table, int $id): void
    {
        if ($id < 1 || !$this->shop->settings()->isOn('accept_orders')) {
            return;
        }
        $order = (int) $this->shop->database->table($table)->where('id', $id)->value('orderid');
        $done = ["{$table}:{$id}"];
        if (
            $order > 0 && $this->isPending($order) && $this->hasVirtFusion($order)
            && array_diff($this->waiting($order), $done) === []
        ) {
            $this->accept($order);
        }
    }

    private function accept(int $order): void
    {
        $limit = "accept:{$order}";
        if (!$this->shop->limits()->acquire($limit, self::PERIOD)) {
            return;
        }
        $answer = [];
        try {
            $answer = \localAPI('AcceptOrder', ['orderid' => $order, 'autosetup' => false, 'sendemail' => true]);
        } finally {
            if (($answer['result'] ?? '') !== 'success') {
                $this->shop->limits()->release($limit);
            }
        }
        if (($answer['result'] ?? '') !== 'success') {
            $why = Text::line((string) ($answer['message'] ?? ''));
            throw new RuntimeException("order #{$order} was not accepted: " . ($why === '' ? 'no reason given' : $why));
        }
    }

    private function isPending(int $order): bool
    {
        return $this->shop->database->table('tblorders')->where('id', $order)->where('status', 'Pending')->exists();
    }

    private function hasVirtFusion(int $order): bool
    {
        return $this->services($order)->where('tblproducts.servertype', HostModule::TYPE)->exists();
    }

    /** @return list<string> table and id of everything in the order that is pending and has a module */
    private function waiting(int $order): array
    {
        return [...$this->waitingServices($order), ...$this->waitingAddons($order), ...$this->waitingDomains($order)];
    }

    /** @return list<string> */
    private function waitingServices(int $order): array
    {
        $types = $this->services($order)
            ->where('tblhosting.domainstatus', 'Pending')
            ->where('tblproducts.servertype', '<>', '')
            ->pluck('tblproducts.servertype', 'tblhosting.id')
            ->all();
        $virtFusion = array_filter($types, static fn (mixed $type): bool => strcasecmp((string) $type, HostModule::TYPE) === 0);

        return self::named('tblhosting', array_diff(array_keys($types), $this->placed(array_keys($virtFusion))));
    }

    /**
     * @param list<array-key> $services
     * @return list<int> those that have a server, whatever their status still says
     */
    private function placed(array $services): array
    {
        if ($services === [] || !$this->shop->database->hasTable(HostModule::SERVERS)) {
            return [];
        }
        $placed = $this->shop->database->table(HostModule::SERVERS)
            ->whereIn('service_id', $services)
            ->where('server_id', '>', 0)
            ->pluck('service_id')
            ->all();

        return array_values(array_map('intval', $placed));
    }

    /** @return list<string> */
    private function waitingAddons(int $order): array
    {
        $pending = $this->shop->database->table('tblhostingaddons')->where('orderid', $order)->where('status', 'Pending');
        try {
            // Which column names an addon's module is not documented.
            $ids = (clone $pending)->join('tbladdons', 'tbladdons.id', '=', 'tblhostingaddons.addonid')
                ->where('tbladdons.module', '<>', '')
                ->pluck('tblhostingaddons.id')
                ->all();
        } catch (QueryException) {
            // Then each may have one.
            $ids = $pending->pluck('id')->all();
        }

        return self::named('tblhostingaddons', $ids);
    }

    /** @return list<string> */
    private function waitingDomains(int $order): array
    {
        $ids = $this->shop->database->table('tbldomains')
            ->where('orderid', $order)
            ->where('status', 'Pending')
            ->where('registrar', '<>', '')
            ->pluck('id')
            ->all();

        return self::named('tbldomains', $ids);
    }

    private function services(int $order): Builder
    {
        return $this->shop->database->table('tblhosting')
            ->join('tblproducts', 'tblproducts.id', '=', 'tblhosting.packageid')
            ->where('tblhosting.orderid', $order);
    }

    /**
     * @param array<array-key, mixed> $ids
     * @return list<string>
     */
    private static function named(string $table, array $ids): array
    {
        return array_values(array_map(static fn (mixed $id): string => "{$table}:" . (is_numeric($id) ? (int) $id : 0), $ids));
    }
}
